import { ValidateBy } from 'class-validator';
import { jsonFault } from '../lib/json-fault.js';
import { type Described, field } from '../platform/openapi/fields.decorator.js';

const MAX_FEATURES = 1000;
/** A feature is a key with two keys below it. */
const LIMITS = { maxDepth: 2, maxEntries: 3 * MAX_FEATURES };

const SPREAD_SCHEMA = {
  type: 'object',
  required: ['mean', 'std'],
  additionalProperties: false,
  properties: { mean: { type: 'number' }, std: { type: 'number', minimum: 0 } },
};

/** JSON schema of mean and standard deviation by feature. */
export const FEATURE_STATS_SCHEMA = { type: 'object', additionalProperties: SPREAD_SCHEMA } as const;

/** A field of a request body: mean and standard deviation by feature. */
export function FeatureStatsField(described: Described): PropertyDecorator {
  const rule = ValidateBy({
    name: 'isFeatureStats',
    validator: {
      validate: isFeatureStats,
      defaultMessage: () => 'must map each feature to {"mean": number, "std": number >= 0} and to nothing else',
    },
  });
  return field(described, FEATURE_STATS_SCHEMA, rule);
}

function isFeatureStats(value: unknown): boolean {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return false;
  return jsonFault(value, LIMITS) === null && Object.values(value).every(isSpread);
}

function isSpread(spread: unknown): boolean {
  if (typeof spread !== 'object' || spread === null || !('mean' in spread) || !('std' in spread)) return false;
  const { mean, std } = spread;
  return typeof mean === 'number' && typeof std === 'number' && std >= 0 && Object.keys(spread).length === 2;
}
