import type { Type } from '@nestjs/common';
import { ROUTE_ARGS_METADATA } from '@nestjs/common/constants.js';
import { RouteParamtypes } from '@nestjs/common/enums/route-paramtypes.enum.js';
import { getMetadataStorage } from 'class-validator';
import { ignoresUnknownNames } from './ignores-unknown-names.decorator.js';
import { fieldsOf } from './instantiate.js';

/** What a route reads of a request. */
export interface KnownNames {
  /** Its query parameters; null where any may come. */
  readonly parameters: readonly string[] | null;
  /** Whether nobody looks at its body. */
  readonly isBodyUnread: boolean;
}

/** What is used of Nest's own notes on a parameter of a route's method. */
interface Argument {
  readonly index: number;
  /** The one name that is read, as in `@Query('limit')`. */
  readonly data?: unknown;
}

const READS_ANYTHING: KnownNames = { parameters: null, isBodyUnread: false };

/** @param controller marked by Nest's decorators
 * @param method name of the route's method
 * @returns what it reads, as its parameters say */
export function knownNamesOf(controller: Type<object>, method: string): KnownNames {
  const handler: unknown = Reflect.get(controller.prototype, method);
  const isOpen = ignoresUnknownNames(controller) || (typeof handler === 'function' && ignoresUnknownNames(handler));
  const reads = (kind: RouteParamtypes): readonly Argument[] => argumentsOf(controller, method, kind);
  if (isOpen || reads(RouteParamtypes.REQUEST).length > 0) return READS_ANYTHING;
  const types = (Reflect.getMetadata('design:paramtypes', controller.prototype, method) ?? []) as readonly unknown[];
  const names = reads(RouteParamtypes.QUERY).map(({ index, data }) =>
    typeof data === 'string' ? [data] : parametersOf(types[index]),
  );
  return {
    parameters: names.includes(null) ? null : names.flatMap((some) => some ?? []),
    isBodyUnread: reads(RouteParamtypes.BODY).length === 0 && reads(RouteParamtypes.RAW_BODY).length === 0,
  };
}

/** Nest's keys are `kind:index`. */
function argumentsOf(controller: Type<object>, method: string, kind: RouteParamtypes): readonly Argument[] {
  const all = (Reflect.getMetadata(ROUTE_ARGS_METADATA, controller, method) ?? {}) as Readonly<
    Record<string, Argument>
  >;
  return Object.entries(all).flatMap(([key, argument]) => (key.startsWith(`${kind}:`) ? [argument] : []));
}

/** @returns null for a class without rules, of which nobody says what it holds */
function parametersOf(type: unknown): readonly string[] | null {
  if (typeof type !== 'function') return null;
  const rules = getMetadataStorage().getTargetValidationMetadatas(type, '', false, false);
  const names = [...fieldsOf(type.prototype ?? {}), ...rules.map(({ propertyName: name }) => ({ name }))];
  return names.length === 0 ? null : [...new Set(names.map(({ name }) => name))];
}
