import { setTimeout } from 'node:timers/promises';

const STEP_MS = 20;

/** Asks again and again until the answer is the wanted one.
 * @param probe asks once; what it throws counts as "not yet"
 * @param isWanted looks at an answer
 * @param timeoutMs from when on waiting is given up
 * @returns the wanted answer
 * @throws Error with the last answer, after the timeout */
export async function eventually<T>(
  probe: () => Promise<T>,
  isWanted: (answer: T) => boolean,
  timeoutMs = 10_000,
): Promise<T> {
  const deadline = performance.now() + timeoutMs;
  let last: unknown;
  while (performance.now() < deadline) {
    try {
      const answer = await probe();
      if (isWanted(answer)) return answer;
      last = answer;
    } catch (error) {
      last = error;
    }
    await setTimeout(STEP_MS);
  }
  const text = last instanceof Error ? last.message : JSON.stringify(last);
  throw new Error(`not within ${timeoutMs} ms; last: ${text}`, { cause: last });
}
