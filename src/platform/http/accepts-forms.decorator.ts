import { type CustomDecorator, SetMetadata } from '@nestjs/common';

/** Metadata key that the reader of bodies looks for. */
export const ACCEPTS_FORMS = Symbol('ACCEPTS_FORMS');

/** Lets a route take `application/x-www-form-urlencoded` beside JSON, as OAuth clients send it. The body of a form arrives as
 * `URLSearchParams`. */
export function AcceptsForms(): CustomDecorator<symbol> {
  return SetMetadata(ACCEPTS_FORMS, true);
}
