import { applyDecorators, SetMetadata } from '@nestjs/common';

/** Metadata key that the bounds of bodies look for. */
export const TAKES_LARGE_BODIES = Symbol('TAKES_LARGE_BODIES');

/** Lets a route, or all routes of a controller, take bodies of up to `MAX_BODY_BYTES`; other routes take less. */
export function TakesLargeBodies(): ClassDecorator & MethodDecorator {
  return applyDecorators(SetMetadata(TAKES_LARGE_BODIES, true));
}
