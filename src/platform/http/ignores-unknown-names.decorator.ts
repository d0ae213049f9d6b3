import { type CustomDecorator, SetMetadata } from '@nestjs/common';

const IGNORES_UNKNOWN_NAMES = Symbol('IGNORES_UNKNOWN_NAMES');

/** Lets unknown names pass, which are refused everywhere else: on the class of a request body or of its items, keys
 * that it doesn't know are left behind; on a controller or a route, so are query parameters and bodies that it
 * doesn't read. */
export function IgnoresUnknownNames(): CustomDecorator<symbol> {
  return SetMetadata(IGNORES_UNKNOWN_NAMES, true);
}

/** @param target a class, or the method of a route
 * @returns whether it is marked so */
export function ignoresUnknownNames(target: object): boolean {
  return Reflect.getMetadata(IGNORES_UNKNOWN_NAMES, target) === true;
}
