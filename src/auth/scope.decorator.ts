import { type CustomDecorator, SetMetadata } from '@nestjs/common';
import type { Scope } from './scopes.js';

/** Metadata key that the guard looks for. */
export const REQUIRED_SCOPE = Symbol('REQUIRED_SCOPE');

/** Opens a closed route to tokens with a scope; on a class, all of its routes. A route that names none needs `admin`, so that
 * a forgotten line opens nothing.
 * @param scope `any`: every valid token will do
 * @example `@RequiresScope('read') @Get('health')` */
export function RequiresScope(scope: Scope | 'any'): CustomDecorator<symbol> {
  return SetMetadata(REQUIRED_SCOPE, scope);
}
