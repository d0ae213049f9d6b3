import 'reflect-metadata';
import { LLMBatchIn, MlBatchIn } from '../../../src/ingest/ingest.dto.js';
import { loadConfig } from '../../../src/platform/config/load-config.js';
import { RequestPipe } from '../../../src/platform/http/request-pipe.js';
import { EVENT_KINDS, type EventKind } from '../../../src/telemetry/telemetry.facts.js';
import type { Measure } from '../support/measure.js';
import { BATCH_EVENTS } from '../support/options.js';
import type { Figure } from '../support/report.js';
import { bodiesOf } from '../support/sent-batches.js';
import { spreadOf } from '../support/statistics.js';

const BATCHES = 20;
const WARM_UP = 3;

/** R4: the pipe that every request passes against JSON.parse alone, on one thread. */
export const validation: Measure = {
  names: ['R4'],
  async run({ rounds }) {
    return EVENT_KINDS.flatMap((kind) => [...measure(kind, rounds), ...measure(kind, rounds, new Date())]);
  },
};

/** @param timestamp of every event; without it they have none */
function measure(kind: EventKind, rounds: number, timestamp?: Date): Figure[] {
  const pipe = new RequestPipe(loadConfig({}));
  const metatype = kind === 'ml' ? MlBatchIn : LLMBatchIn;
  const texts = bodiesOf(kind, BATCHES * BATCH_EVENTS, BATCH_EVENTS, timestamp).map(String);
  const [parsing, validating]: [number[], number[]] = [[], []];
  for (let round = -WARM_UP; round < rounds; round++) {
    let [parseMs, pipeMs] = [0, 0];
    for (const text of texts) {
      const startedMs = performance.now();
      const body: unknown = JSON.parse(text);
      const parsedMs = performance.now();
      pipe.transform(body, { type: 'body', metatype });
      parseMs += parsedMs - startedMs;
      pipeMs += performance.now() - parsedMs;
    }
    if (round < 0) continue;
    parsing.push(parseMs / BATCHES);
    validating.push(pipeMs / BATCHES);
  }
  const ratios = validating.map((value, round) => value / (parsing[round] ?? Number.NaN));
  const what = timestamp === undefined ? kind : `${kind} with times`;
  return [
    { measure: 'R4', what: `${what}: JSON.parse`, unit: 'ms/1,000', value: spreadOf(parsing) },
    { measure: 'R4', what: `${what}: validation`, unit: 'ms/1,000', value: spreadOf(validating) },
    { measure: 'R4', what: `${what}: validation / JSON.parse`, unit: 'ratio', value: spreadOf(ratios), gate: '<= 2' },
  ];
}
