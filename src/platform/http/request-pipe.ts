import { type ArgumentMetadata, Injectable, type PipeTransform, type Type } from '@nestjs/common';
import { isJsonObject } from '../../lib/json-object.js';
import { AppConfig } from '../config/app-config.js';
import { dtoReaderOf } from './dto-reader.js';
import { IgnoredNames, noteIgnoredNames } from './ignored-names.js';
import { walked } from './request-walk.js';

/** The one validation of requests: a body, query or path becomes an instance of its DTO, or 422 names every faulty field.
 * Nothing is coerced in a body; unknown keys never arrive: they are refused, or ignored and noted where the DTO says so.
 * Good bodies pass compiled rules; class-validator's own walk, many times slower, looks at the others again and says what
 * is wrong. */
@Injectable()
export class RequestPipe implements PipeTransform<unknown> {
  constructor(private readonly config: AppConfig) {}

  transform(value: unknown, { type, metatype }: ArgumentMetadata): unknown {
    if (!isDto(metatype)) return value;
    const how = { maxItems: this.config.maxBatchEvents, ignored: new IgnoredNames() };
    if (type !== 'body') return walked(value, { type, metatype }, how);
    const body = value ?? {};
    if (!isJsonObject(body)) return walked(body, { type, metatype }, how);
    noteIgnoredNames(body, how.ignored);
    return dtoReaderOf(metatype)(body, how) ?? walked(body, { type, metatype }, how);
  }
}

const BUILT_IN: ReadonlySet<unknown> = new Set([String, Number, Boolean, Array, Object]);

function isDto(metatype: ArgumentMetadata['metatype']): metatype is Type<object> {
  return metatype !== undefined && !BUILT_IN.has(metatype);
}
