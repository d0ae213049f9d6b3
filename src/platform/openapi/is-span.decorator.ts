import { ValidateBy, type ValidationArguments } from 'class-validator';
import { DAY_MS } from '../../lib/duration.js';
import { parseInstant } from '../../lib/instant.js';

/** Longer than anything is kept, hourly figures included; so long ago nothing was measured. */
const MAX_SPAN_DAYS = 36_525;

/** Validates on `from` that the span up to `to` (left out: now) isn't longer than a hundred years. What lies within
 * a span and before everything that is kept costs nothing and is no fault: clients ask for "since 2000". */
export function IsSpan(): PropertyDecorator {
  return ValidateBy({
    name: 'isSpan',
    validator: {
      validate: (from, args) => isShort(from, (args as ValidationArguments).object),
      defaultMessage: () => 'must lie less than a hundred years before the end',
    },
  });
}

/** What is no time at all is for another rule to refuse. */
function isShort(from: unknown, query: { readonly to?: unknown }): boolean {
  const begin = typeof from === 'string' ? parseInstant(from) : null;
  const end = typeof query.to === 'string' ? parseInstant(query.to) : new Date();
  return begin === null || end === null || end.getTime() - begin.getTime() <= MAX_SPAN_DAYS * DAY_MS;
}
