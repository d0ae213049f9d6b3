import type { Explanation } from './difference.js';
import { BROKEN_OFF } from './engine.js';
import { AGGREGATES } from './explained/aggregates.js';
import { EXPRESSIONS } from './explained/expressions.js';
import { FILTERS } from './explained/filters.js';
import { WRITES } from './explained/writes.js';

/** Everything in which the second engine is known not to be MongoDB, and what ours leaves to MongoDB. A row excuses a case as a
 * whole, so each is as narrow as can be, and the first that fits counts. */
export const EXPLANATIONS: readonly Explanation[] = [
  {
    name: 'left to MongoDB',
    why: 'The embedded database refuses what it does not support, and says so.',
    see: 'docs/embedded-mongo.md',
    matches: ({ ours }) => /is not supported by the embedded database: set MONGO_URI/.test(ours.error?.message ?? ''),
  },
  {
    name: 'broken off',
    why: 'The second engine failed inside and closed the connection.',
    see: '',
    matches: ({ theirs }) => theirs.error?.message === BROKEN_OFF,
  },
  {
    name: 'failed inside',
    isRare: true,
    why: 'The second engine has no decimal that is NaN or infinite, and failed inside.',
    see: '',
    matches: ({ theirs }) => /^Unknown error: .* cannot be converted to BigDecimal$/.test(theirs.error?.message ?? ''),
  },
  ...FILTERS,
  ...WRITES,
  ...EXPRESSIONS,
  ...AGGREGATES,
];
