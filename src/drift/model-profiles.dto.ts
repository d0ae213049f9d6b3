import { ApiProperty } from '@nestjs/swagger';
import { DAY_MS } from '../lib/duration.js';
import type { FeatureStats } from '../lib/feature-stats.js';
import { NumberField } from '../platform/openapi/fields.decorator.js';
import { PROFILE_SOURCES } from './model-profile.js';
import { FEATURE_STATS_SCHEMA, FeatureStatsField } from './feature-stats-field.decorator.js';

const FEATURE_STATS = { amount: { mean: 84.2, std: 31.7 } };

/** What a caller declares to be normal for a model. */
export class ModelProfileIn {
  @NumberField({
    description: 'Mean latency that is normal, milliseconds. 0 switches the drift score off.',
    example: 42.5,
    minimum: 0,
    maximum: DAY_MS,
  })
  baseline_latency_ms!: number;

  @FeatureStatsField({
    description:
      "Mean and standard deviation of each numeric feature, in the feature's unit; outliers are measured by them. At most " +
      '1,000 features, with names of at most 256 characters. Left out: none, and none are kept from before.',
    example: FEATURE_STATS,
    optional: true,
  })
  feature_stats?: FeatureStats;
}

/** What is normal for a model. */
export class ModelProfileOut {
  @ApiProperty({ description: 'The model.', example: 'fraud-v3' })
  model_name!: string;

  @ApiProperty({ description: 'Mean latency that is normal, milliseconds.', minimum: 0, example: 42.5 })
  baseline_latency_ms!: number;

  @ApiProperty({
    description: 'Mean and standard deviation of each numeric feature; null where none are known.',
    anyOf: [FEATURE_STATS_SCHEMA, { type: 'null' }],
    example: FEATURE_STATS,
  })
  feature_stats!: FeatureStats | null;

  @ApiProperty({
    description: "learned: from the first five minutes of the model's traffic; set: by a caller.",
    enum: PROFILE_SOURCES,
    example: 'learned',
  })
  source!: (typeof PROFILE_SOURCES)[number];

  @ApiProperty({
    description: 'When the model got its first profile, UTC.',
    format: 'date-time',
    example: '2026-03-01T12:00:00.000Z',
  })
  created_at!: string;

  @ApiProperty({
    description: 'When the profile was last set, UTC.',
    format: 'date-time',
    example: '2026-03-01T12:00:00.000Z',
  })
  updated_at!: string;
}
