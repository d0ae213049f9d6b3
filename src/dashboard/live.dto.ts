import { NumberField } from '../platform/openapi/fields.decorator.js';
import { QueryNumber } from '../platform/openapi/query-number.decorator.js';

/** An hour: whoever wants to hear more comes back. */
const MAX_SECONDS = 3600;

/** Query of GET /dashboard/live. */
export class LiveQueryIn {
  @QueryNumber()
  @NumberField({
    description: 'Ends the stream after so many seconds; without it, when the token ends.',
    example: 60,
    minimum: 1,
    maximum: MAX_SECONDS,
    integer: true,
    optional: true,
  })
  seconds?: number;
}
