import { type ArgumentMetadata, Injectable, type PipeTransform, type Type } from '@nestjs/common';
import { isJsonObject } from '../../lib/json-object.js';
import { ValidationFailed } from '../errors/app-error.js';
import { AppConfig } from '../config/app-config.js';
import { dtoReaderOf } from './dto-reader.js';
import { IgnoredNames, noteIgnoredNames } from './ignored-names.js';
import { walked } from './request-walk.js';
import { hasLongList, walkedInParts } from './walk-in-parts.js';

/** The one validation of requests: a body, query or path becomes an instance of its DTO, or 422 names every faulty
 * field. Nothing is coerced in a body; unknown keys never arrive: they are refused, or ignored and noted where the
 * DTO says so. Good bodies pass compiled rules; class-validator's own walk, many times slower, looks at the others
 * again and says what is wrong. */
@Injectable()
export class RequestPipe implements PipeTransform<unknown> {
  constructor(private readonly config: AppConfig) {}

  /** @returns the instance, or a promise of it where a long list is faulty */
  transform(value: unknown, { type, metatype }: ArgumentMetadata): unknown {
    if (!isDto(metatype)) return value;
    const how = { maxItems: this.config.maxBatchEvents, ignored: new IgnoredNames() };
    if (type === 'param') return this.named(walked(value, { type, metatype }, how));
    if (type !== 'body') return walked(value, { type, metatype }, how);
    const body = value ?? {};
    if (!isJsonObject(body)) return walked(body, { type, metatype }, how);
    noteIgnoredNames(body, how.ignored);
    const good = dtoReaderOf(metatype)(body, how);
    if (good !== null) return good;
    return hasLongList(metatype, body) ? walkedInParts(body, metatype, how) : walked(body, { type, metatype }, how);
  }

  /** A model that no event can name has no path either. Here and not in the DTOs, which don't know the settings. */
  private named(path: object): object {
    const name: unknown = Reflect.get(path, 'model_name');
    const { maxModelNameChars } = this.config;
    if (typeof name !== 'string' || name.length <= maxModelNameChars) return path;
    const msg = `must be at most ${maxModelNameChars} characters long`;
    throw new ValidationFailed([{ loc: ['path', 'model_name'], code: 'max_length', msg }]);
  }
}

const BUILT_IN: ReadonlySet<unknown> = new Set([String, Number, Boolean, Array, Object]);

function isDto(metatype: ArgumentMetadata['metatype']): metatype is Type<object> {
  return metatype !== undefined && !BUILT_IN.has(metatype);
}
