import { ApiProperty } from '@nestjs/swagger';
import { DAY_MS } from '../lib/duration.js';
import { PLAIN_NAME } from '../lib/plain-name.js';
import { ToleratesFaultyItems } from '../platform/errors/item-faults.js';
import { IgnoresUnknownNames } from '../platform/http/ignores-unknown-names.decorator.js';
import {
  AnyField,
  InstantField,
  ListField,
  NumberField,
  ObjectField,
  TextField,
} from '../platform/openapi/fields.decorator.js';

const MODEL_NAME = { minLength: 1, maxLength: 256, isMaxASetting: true, pattern: PLAIN_NAME } as const;
const TEXT = { maxLength: 100_000, isMaxASetting: true } as const;
const LATENCY = { minimum: 0, maximum: DAY_MS } as const;
const MAX_EVENTS = 5000;

const TIMESTAMP = {
  description:
    'When it happened, RFC 3339; without a zone it is UTC. At most 30 days ago and 10 minutes ahead (both are settings). ' +
    'Left out: the time of arrival.',
  optional: true,
} as const;

const EVENT_ID = {
  description:
    'Your own id of the event, unique in your organization for its kind. An event that is sent again with it, in whatever ' +
    'request, is stored once: as it was the first time.',
  example: 'order-4711-attempt-1',
  optional: true,
  minLength: 1,
  maxLength: 255,
  pattern: PLAIN_NAME,
} as const;

/** One prediction of a model. */
@IgnoresUnknownNames()
export class MlEventIn {
  @TextField(EVENT_ID)
  event_id?: string;

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
@IgnoresUnknownNames()
export class LLMEventIn {
  @TextField(EVENT_ID)
  event_id?: string;

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

/** Predictions that are stored together, or not at all by default. */
@IgnoresUnknownNames()
@ToleratesFaultyItems()
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

/** Calls of language models that are stored together, or not at all by default. */
@IgnoresUnknownNames()
@ToleratesFaultyItems()
export class LLMBatchIn {
  @ListField(() => LLMEventIn, {
    description: 'At most 5,000 events (a setting); none is fine.',
    maxItems: MAX_EVENTS,
    example: [{ model_name: 'gpt-4o', prompt: 'Sum this up.', response: 'It says no.', latency_ms: 812 }],
  })
  events!: LLMEventIn[];
}

/** An event that was not stored, because it was faulty. Don't send it again as it is. */
export class RejectedOut {
  @ApiProperty({ description: 'Its place in the batch, from 0.', type: 'integer', minimum: 0, example: 3 })
  index!: number;

  @ApiProperty({ description: 'Stable name of the rule that it broke.', example: 'is_number' })
  code!: string;

  @ApiProperty({ description: 'The faulty field; empty where the event as a whole is meant.', example: 'latency_ms' })
  field!: string;
}

/** What was stored. */
export class IngestedOut {
  @ApiProperty({
    description:
      'Events stored durably, now or by an earlier try of the same request: all of the batch but the rejected.',
    type: 'integer',
    minimum: 0,
    example: 2,
  })
  ingested!: number;

  @ApiProperty({
    description: 'Only with `Prefer: handling=lenient`: the events that were not stored.',
    type: [RejectedOut],
    required: false,
    example: [{ index: 3, code: 'is_number', field: 'latency_ms' }],
  })
  rejected?: RejectedOut[];
}
