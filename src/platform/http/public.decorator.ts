import { type CustomDecorator, SetMetadata } from '@nestjs/common';

/** Metadata key that the guard looks for. */
export const IS_PUBLIC = Symbol('IS_PUBLIC');

/** Opens a route to callers without a token; every other route is closed. */
export function Public(): CustomDecorator<symbol> {
  return SetMetadata(IS_PUBLIC, true);
}
