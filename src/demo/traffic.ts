import { MINUTE_MS } from '../lib/duration.js';
import { llmEvents, type LlmTraffic } from './llm-traffic.js';
import { mlEvents, type MlTraffic } from './ml-traffic.js';
import { SeededRandom } from './random.js';
import { STORY_MINUTES } from './story.js';

/** The events of one request. */
export type TrafficBatch =
  | { readonly kind: 'ml'; readonly events: readonly MlTraffic[] }
  | { readonly kind: 'llm'; readonly events: readonly LlmTraffic[] };

/** Makes the traffic of the last 30 minutes: six models, mostly boring. Prompt attacks from 13 to 10 minutes ago, outliers
 * from 9 to 6, leaks from 6 to 4, and one model that has been getting slower for 4 minutes.
 * @param wanted `seed`: an integer, the same one gives the same traffic; `scale`: 1 is about 7,600 events; `endMs`: when it
 *   ends, milliseconds since 1970
 * @returns batches in the order of their times, two for each minute */
export function traffic({ seed, scale, endMs }: { seed: number; scale: number; endMs: number }): TrafficBatch[] {
  const random = new SeededRandom(seed);
  return Array.from({ length: STORY_MINUTES }, (_none, index): TrafficBatch[] => {
    const minutesAgo = STORY_MINUTES - index;
    const minute = { minutesAgo, startMs: endMs - minutesAgo * MINUTE_MS, scale, random };
    return [
      { kind: 'ml', events: mlEvents(minute) },
      { kind: 'llm', events: llmEvents(minute) },
    ];
  }).flat();
}
