import { ValidateBy } from 'class-validator';
import { jsonFault } from '../lib/json-fault.js';
import { type Described, field } from '../platform/openapi/fields.decorator.js';

const MAX_FEATURES = 1000;
/** Characters of a feature's name. */
const MAX_NAME_CHARS = 256;
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

const SCHEMA_IN = {
  ...FEATURE_STATS_SCHEMA,
  maxProperties: MAX_FEATURES,
  propertyNames: { maxLength: MAX_NAME_CHARS },
};

/** A field of a request body: mean and standard deviation by feature. */
export function FeatureStatsField(described: Described): PropertyDecorator {
  const rule = ValidateBy({
    name: 'isFeatureStats',
    validator: {
      validate: isFeatureStats,
      defaultMessage: () => 'must map each feature to {"mean": number, "std": number >= 0} and to nothing else',
    },
  });
  const names = ValidateBy({
    name: 'featureNames',
    validator: {
      validate: hasShortNames,
      defaultMessage: () => `must have names of at most ${MAX_NAME_CHARS} characters`,
    },
  });
  return field(described, SCHEMA_IN, rule, names);
}

function isFeatureStats(value: unknown): boolean {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return false;
  return jsonFault(value, LIMITS) === null && Object.values(value).every(isSpread);
}

function hasShortNames(value: unknown): boolean {
  return (
    typeof value !== 'object' || value === null || Object.keys(value).every((name) => name.length <= MAX_NAME_CHARS)
  );
}

function isSpread(spread: unknown): boolean {
  if (typeof spread !== 'object' || spread === null || !('mean' in spread) || !('std' in spread)) return false;
  const { mean, std } = spread;
  return typeof mean === 'number' && typeof std === 'number' && std >= 0 && Object.keys(spread).length === 2;
}
