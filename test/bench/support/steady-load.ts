import type { EventKind } from '../../../src/telemetry/telemetry.facts.js';
import type { BenchClient } from './bench-client.js';
import { openLoop } from './load.js';

/** What batches at a steady pace met. */
export interface SteadyAnswers {
  /** Milliseconds from when each was due to its answer. */
  readonly answers: readonly number[];
  /** Answered with anything but 200: a server that is asked for too much says so. */
  readonly refused: number;
}

/** Sends batches at a steady pace, the same few again and again.
 * @param pace batches a second, and for how many seconds */
export async function steadyLoad(
  client: BenchClient,
  kind: EventKind,
  bodies: readonly Buffer[],
  pace: { readonly perSecond: number; readonly seconds: number },
): Promise<SteadyAnswers> {
  let refused = 0;
  const answers = await openLoop(async (nth) => {
    const { status } = await client.send('POST', `/ingest/${kind}`, bodies[nth % bodies.length]);
    if (status !== 200) refused++;
  }, pace);
  return { answers, refused };
}
