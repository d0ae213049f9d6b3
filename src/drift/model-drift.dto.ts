import { ApiProperty } from '@nestjs/swagger';
import { InstantField } from '../platform/openapi/fields.decorator.js';
import { DEFAULT_LIMIT, LimitField } from '../platform/openapi/limit-field.decorator.js';
import { orNull } from '../platform/openapi/or-null.js';
import { EVENT_KINDS, type EventKind } from '../telemetry/telemetry.facts.js';
import { BASELINE_STATUSES, type BaselineStatus } from './baseline.js';
import { DRIFT_STATES, type DriftState } from './drift-view.js';
import { DRIFT_SEVERITIES, type DriftSeverity } from './severity.js';
import { EPISODE_ENDS, type EpisodeEnd } from './watched-signal.js';

const TIME = { type: 'string', format: 'date-time', example: '2026-03-01T12:00:00.000Z' } as const;
const SHARE = { minimum: 0, maximum: 1 } as const;

/** Query of GET /models/{model_name}/drift/episodes. */
export class EpisodesQueryIn {
  @LimitField('Episodes in an answer, at most.')
  limit: number = DEFAULT_LIMIT;

  @InstantField({ description: 'Only those that opened before this.', example: '2026-03-01T12:00:00Z', optional: true })
  before?: string;
}

/** What an assessment and an episode have in common. */
class FindingOut {
  @ApiProperty({ description: 'Of predictions, or of calls of language models.', enum: EVENT_KINDS, example: 'ml' })
  kind!: EventKind;

  @ApiProperty({
    description:
      'latency, prediction, confidence, feature.<name>; of calls also prompt_length, response_length, flagged, flag.<name>.',
    example: 'feature.amount',
  })
  signal!: string;

  @ApiProperty(
    orNull(
      'Which way: up, down, wider, narrower or shape; null where nothing could be said.',
      { type: 'string' },
      'up',
    ),
  )
  direction!: string | null;

  @ApiProperty(orNull('By which method it was found.', { type: 'string' }, 'location'))
  method!: string | null;
}

/** One bin of a histogram. */
export class HistogramBinOut {
  @ApiProperty(orNull('Values up to this, in the unit of the signal; null: any above.', { type: 'number' }, 129.5))
  up_to!: number | null;

  @ApiProperty(orNull('The category; null: all others, or a number.', { type: 'string' }, null))
  category!: string | null;

  @ApiProperty({ description: 'Share of the values of the baseline.', ...SHARE, example: 0.1 })
  baseline!: number;

  @ApiProperty({ description: 'Share of the values of the window.', ...SHARE, example: 0.25 })
  current!: number;
}

/** How one signal is. */
export class SignalDriftOut extends FindingOut {
  @ApiProperty({ description: 'stale: nothing came for 20 minutes.', enum: DRIFT_STATES, example: 'drifting' })
  state!: DriftState;

  @ApiProperty({ description: 'How far its baseline has come.', enum: BASELINE_STATUSES, example: 'active' })
  baseline!: BaselineStatus;

  @ApiProperty({ description: 'Which of its baselines; 0 without one.', type: 'integer', minimum: 0, example: 3 })
  baseline_version!: number;

  @ApiProperty(orNull('Since when it drifts, UTC.', TIME, TIME.example))
  since!: string | null;

  @ApiProperty(orNull('How urgent its drift is.', { type: 'string', enum: [...DRIFT_SEVERITIES] }, 'critical'))
  severity!: DriftSeverity | null;

  @ApiProperty(orNull('How likely that is by chance, before correction.', { type: 'number', ...SHARE }, 1e-9))
  p!: number | null;

  @ApiProperty(orNull("PSI, or the square of Cohen's w, beyond chance.", { type: 'number', minimum: 0 }, 0.31))
  size!: number | null;

  @ApiProperty(orNull('Begin of the window that was held against the baseline, UTC.', TIME, TIME.example))
  window_start!: string | null;

  @ApiProperty(orNull('Its end.', TIME, TIME.example))
  window_end!: string | null;

  @ApiProperty(orNull('Values in it.', { type: 'integer', minimum: 0 }, 431))
  window_values!: number | null;

  @ApiProperty({ description: 'Baseline and window side by side; empty without a baseline.', type: [HistogramBinOut] })
  histogram!: HistogramBinOut[];
}

/** A stretch of time during which a signal was away from its baseline. */
export class DriftEpisodeOut extends FindingOut {
  @ApiProperty({ description: 'Its id, 32 hexadecimal digits.', example: '5f0c2b9e7a1d4c3b8e6f0a125f0c2b9e' })
  id!: string;

  @ApiProperty({ description: 'Begin of the bucket at which it opened, UTC.', ...TIME })
  since!: string;

  @ApiProperty(orNull('Begin of the bucket at which it ended; null while it is open.', TIME, null))
  ended!: string | null;

  @ApiProperty(orNull('Why it ended.', { type: 'string', enum: [...EPISODE_ENDS] }, null))
  end_reason!: EpisodeEnd | null;

  @ApiProperty({
    description: 'By its largest size: critical from 0.25 on.',
    enum: DRIFT_SEVERITIES,
    example: 'warning',
  })
  severity!: DriftSeverity;

  @ApiProperty({ description: 'How likely what opened it is by chance.', ...SHARE, example: 1e-9 })
  p!: number;

  @ApiProperty({ description: "Size at which it opened: PSI, or the square of Cohen's w.", minimum: 0, example: 0.12 })
  size!: number;

  @ApiProperty({ description: 'The largest size so far.', minimum: 0, example: 0.31 })
  peak_size!: number;

  @ApiProperty({
    description: 'Five-minute buckets of the window that opened it.',
    type: 'integer',
    minimum: 0,
    example: 4,
  })
  window_buckets!: number;

  @ApiProperty({ description: 'Values in that window.', type: 'integer', minimum: 0, example: 431 })
  window_values!: number;
}

/** How a model is. */
export class ModelDriftOut {
  @ApiProperty({ description: 'The model.', example: 'fraud-v3' })
  model_name!: string;

  @ApiProperty({ description: 'drifting where any of its signals is.', enum: DRIFT_STATES, example: 'drifting' })
  state!: DriftState;

  @ApiProperty({ description: 'Every watched signal.', type: [SignalDriftOut] })
  signals!: SignalDriftOut[];

  @ApiProperty({ description: 'The latest 20 episodes, the newest first.', type: [DriftEpisodeOut] })
  episodes!: DriftEpisodeOut[];
}

/** Episodes of drift. */
export class DriftEpisodesOut {
  @ApiProperty({ description: 'The newest first.', type: [DriftEpisodeOut] })
  episodes!: DriftEpisodeOut[];
}
