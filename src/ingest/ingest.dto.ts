import { ApiProperty } from '@nestjs/swagger';
import { DAY_MS } from '../lib/duration.js';
import {
  AnyField,
  InstantField,
  ListField,
  NumberField,
  ObjectField,
  TextField,
} from '../platform/openapi/fields.decorator.js';

const MODEL_NAME = { minLength: 1, maxLength: 256, isMaxASetting: true } as const;
const TEXT = { maxLength: 100_000, isMaxASetting: true } as const;
const LATENCY = { minimum: 0, maximum: DAY_MS } as const;
const MAX_EVENTS = 5000;

const TIMESTAMP = {
  description:
    'When it happened, RFC 3339; without a zone it is UTC. At most 30 days ago and 10 minutes ahead (both are settings). ' +
    'Left out: the time of arrival.',
  optional: true,
} as const;

/** One prediction of a model. */
export class MlEventIn {
  @TextField({ description: 'Model that made the prediction.', example: 'fraud-v3', ...MODEL_NAME })
  model_name!: string;

  @AnyField({ description: 'What the model answered: any JSON value.', example: 'fraud' })
  prediction!: unknown;

  @ObjectField({
    description:
      'What the model was given. `probabilities` (a list or a map of numbers) and `features` (a map; otherwise the numbers ' +
      'of this object itself) are read by risk classification. At most 1,000 keys and items and 20 levels (settings).',
    example: { probabilities: [0.92, 0.08], features: { amount: 129.9, country: 'DE' } },
  })
  input_data!: Record<string, unknown>;

  @NumberField({ description: 'Wall-clock time of the prediction, milliseconds.', example: 41.5, ...LATENCY })
  latency_ms!: number;

  @InstantField({ example: '2026-03-01T12:00:00Z', ...TIMESTAMP })
  timestamp?: string;
}

/** One call of a language model. */
export class LLMEventIn {
  @TextField({ description: 'Model that was called.', example: 'gpt-4o', ...MODEL_NAME })
  model_name!: string;

  @TextField({
    description: 'What was asked; at most 100,000 characters (a setting).',
    example: 'Sum this up.',
    ...TEXT,
  })
  prompt!: string;

  @TextField({
    description: 'What was answered; at most 100,000 characters (a setting).',
    example: 'It says no.',
    ...TEXT,
  })
  response!: string;

  @NumberField({ description: 'Wall-clock time of the call, milliseconds.', example: 812, ...LATENCY })
  latency_ms!: number;

  @InstantField({ example: '2026-03-01T12:00:00Z', ...TIMESTAMP })
  timestamp?: string;
}

/** Predictions that are stored together or not at all. */
export class MlBatchIn {
  @ListField(() => MlEventIn, {
    description: 'At most 5,000 events (a setting); none is fine.',
    maxItems: MAX_EVENTS,
    example: [
      {
        model_name: 'fraud-v3',
        prediction: 'fraud',
        input_data: { probabilities: [0.92, 0.08], features: { amount: 129.9, country: 'DE' } },
        latency_ms: 41.5,
      },
    ],
  })
  events!: MlEventIn[];
}

/** Calls of language models that are stored together or not at all. */
export class LLMBatchIn {
  @ListField(() => LLMEventIn, {
    description: 'At most 5,000 events (a setting); none is fine.',
    maxItems: MAX_EVENTS,
    example: [{ model_name: 'gpt-4o', prompt: 'Sum this up.', response: 'It says no.', latency_ms: 812 }],
  })
  events!: LLMEventIn[];
}

/** What was stored. */
export class IngestedOut {
  @ApiProperty({ description: 'Events stored durably: all of the batch.', type: 'integer', minimum: 0, example: 2 })
  ingested!: number;
}
