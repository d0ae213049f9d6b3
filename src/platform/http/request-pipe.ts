import { type ArgumentMetadata, Injectable, type PipeTransform, type Type } from '@nestjs/common';
import { plainToInstance } from 'class-transformer';
import { validateSync, type ValidationError } from 'class-validator';
import { AppConfig } from '../config/app-config.js';
import { type Fault, ValidationFailed } from '../errors/app-error.js';
import { type Instantiated, instantiate, isPlainObject } from './instantiate.js';
import { itemIndexOf, noteItemFaults, toleratesFaultyItems } from '../errors/item-faults.js';

/** The one validation of requests: a body, query or path becomes an instance of its DTO, or 422 names every faulty field.
 * Nothing is coerced in a body; unknown keys never arrive. */
@Injectable()
export class RequestPipe implements PipeTransform<unknown> {
  constructor(private readonly config: AppConfig) {}

  transform(value: unknown, { type, metatype }: ArgumentMetadata): unknown {
    if (!isDto(metatype)) return value;
    const { instance, faults } = type === 'body' ? this.fromBody(metatype, value ?? {}) : fromText(metatype, value);
    const errors = validateSync(instance, { forbidUnknownValues: true, stopAtFirstError: true });
    const root = type === 'param' ? 'path' : type;
    const noObjects = new Set(faults.map(itemIndexOf));
    const found = errors
      .flatMap((error) => faultsOf(error, [root]))
      .filter((fault) => !noObjects.has(itemIndexOf(fault)));
    const all = [...faults, ...found];
    if (all.length === 0) return instance;
    if (!toleratesFaultyItems(metatype) || all.some((fault) => itemIndexOf(fault) === null))
      throw new ValidationFailed(all);
    noteItemFaults(instance, all);
    return instance;
  }

  private fromBody(metatype: Type<object>, body: unknown): Instantiated<object> {
    if (!isPlainObject(body)) {
      throw new ValidationFailed([{ loc: ['body'], code: 'is_object', msg: 'must be a JSON object' }]);
    }
    return instantiate(metatype, body, this.config.maxBatchEvents);
  }
}

function fromText(metatype: Type<object>, value: unknown): Instantiated<object> {
  return { instance: plainToInstance(metatype, value), faults: [] };
}

const BUILT_IN: ReadonlySet<unknown> = new Set([String, Number, Boolean, Array, Object]);

function isDto(metatype: ArgumentMetadata['metatype']): metatype is Type<object> {
  return metatype !== undefined && !BUILT_IN.has(metatype);
}

function faultsOf(error: ValidationError, parents: readonly (string | number)[]): Fault[] {
  const loc = [...parents, /^\d+$/.test(error.property) ? Number(error.property) : error.property];
  const own = Object.entries(error.constraints ?? {}).map(([rule, message]) => ({
    loc,
    code: rule.replaceAll(/[A-Z]/g, (capital) => `_${capital.toLowerCase()}`),
    msg: message.replace(`${error.property} `, ''),
  }));
  return [...own, ...(error.children ?? []).flatMap((child) => faultsOf(child, loc))];
}
