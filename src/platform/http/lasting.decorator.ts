import { type CustomDecorator, SetMetadata } from '@nestjs/common';

/** Metadata key of routes whose answers last. */
export const IS_LASTING = Symbol('IS_LASTING');

/** Marks a route whose answer lasts as long as its client wants, such as a stream: it has neither the time of other
 * answers nor a turn among them, and bounds itself. */
export function Lasting(): CustomDecorator<symbol> {
  return SetMetadata(IS_LASTING, true);
}
