import { type ArgumentMetadata, Injectable, type PipeTransform, type Type } from '@nestjs/common';
import { isJsonObject } from '../../lib/json-object.js';
import { AppConfig } from '../config/app-config.js';
import { dtoReaderOf } from './dto-reader.js';
import { walked } from './request-walk.js';
import { hasLongList, walkedInParts } from './walk-in-parts.js';

/** The one validation of requests: a body, query or path becomes an instance of its DTO, or 422 names every faulty field.
 * Nothing is coerced in a body; unknown keys never arrive. Good bodies pass compiled rules; class-validator's own walk, many
 * times slower, looks at the others again and says what is wrong. */
@Injectable()
export class RequestPipe implements PipeTransform<unknown> {
  constructor(private readonly config: AppConfig) {}

  /** @returns the instance, or a promise of it where a long list is faulty */
  transform(value: unknown, { type, metatype }: ArgumentMetadata): unknown {
    if (!isDto(metatype)) return value;
    const { maxBatchEvents } = this.config;
    if (type !== 'body') return walked(value, { type, metatype }, maxBatchEvents);
    const body = value ?? {};
    const good = isJsonObject(body) ? dtoReaderOf(metatype)(body, maxBatchEvents) : null;
    if (good === null && isJsonObject(body) && hasLongList(metatype, body)) {
      return walkedInParts(body, metatype, maxBatchEvents);
    }
    return good ?? walked(body, { type, metatype }, maxBatchEvents);
  }
}

const BUILT_IN: ReadonlySet<unknown> = new Set([String, Number, Boolean, Array, Object]);

function isDto(metatype: ArgumentMetadata['metatype']): metatype is Type<object> {
  return metatype !== undefined && !BUILT_IN.has(metatype);
}
