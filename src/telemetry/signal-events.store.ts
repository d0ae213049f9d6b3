import { Injectable } from '@nestjs/common';
import { Types } from 'mongoose';
import { RISK_LABELS } from '../lib/risk-label.js';
import type { EventCounts } from '../lib/signal-name.js';
import { EventCollections } from './event-collections.store.js';
import { EventSignals } from './event-signals.js';
import type { Window } from './events.store.js';
import type { Series } from './rollup-bucket.js';

/** Events read at once: between two such readings others have their turn. */
const AT_ONCE = 500;

/** Of a call only the lengths are wanted: whole texts needn't travel. */
const CALL = {
  _id: 0,
  latency_ms: 1,
  flags: 1,
  prompt_length: { $strLenCP: { $ifNull: ['$prompt', ''] } },
  response_length: { $strLenCP: { $ifNull: ['$response', ''] } },
} as const;

/** Counts the signals of events: what roll-ups of signals are made of and checked against. */
@Injectable()
export class SignalEventsStore {
  constructor(private readonly collections: EventCollections) {}

  /** Counts a series' labelled events within some windows, in one reading each; any number of them in little memory. */
  async count(series: Series, windows: readonly Window[]): Promise<EventCounts> {
    const signals = new EventSignals();
    for (const window of windows) {
      if (series.kind === 'ml') await this.addPredictions(signals, filterOf(series, window));
      else await this.addCalls(signals, filterOf(series, window));
    }
    return signals.counts();
  }

  private async addPredictions(signals: EventSignals, filter: ReturnType<typeof filterOf>): Promise<void> {
    const projection = { _id: 0, latency_ms: 1, prediction: 1, input_data: 1 };
    const found = this.collections.of('ml').find<MlRow>(filter, { projection, batchSize: AT_ONCE });
    for await (const { latency_ms: latencyMs, prediction, input_data: inputData } of found) {
      signals.addPrediction({ latencyMs, prediction, inputData });
    }
  }

  private async addCalls(signals: EventSignals, filter: ReturnType<typeof filterOf>): Promise<void> {
    const stages = [{ $match: filter }, { $project: CALL }];
    const found = this.collections.of('llm').aggregate<LlmRow>(stages, { batchSize: AT_ONCE });
    for await (const row of found) {
      const { latency_ms: latencyMs, prompt_length: promptLength, response_length: responseLength } = row;
      signals.addCall({ latencyMs, promptLength, responseLength, flags: row.flags ?? [] });
    }
  }
}

function filterOf({ orgId, modelName }: Series, { from, to }: Window) {
  return {
    organization_id: new Types.ObjectId(orgId),
    model_name: modelName,
    timestamp: { $gte: from, $lt: to },
    riskLabel: { $in: [...RISK_LABELS] },
  };
}

interface MlRow {
  readonly latency_ms: number;
  readonly prediction: unknown;
  readonly input_data: unknown;
}

interface LlmRow {
  readonly latency_ms: number;
  readonly prompt_length: number;
  readonly response_length: number;
  readonly flags?: readonly string[];
}
