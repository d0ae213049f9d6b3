import { AsyncLocalStorage } from 'node:async_hooks';
import { AnswerUnwanted } from './errors/answer-unwanted.js';
import { DatabaseBusy } from './errors/overloaded.js';

/** What the queries of one answer share. */
interface Answer {
  /** For all queries together, milliseconds. */
  readonly timeMs: number;
  /** When the last query must be done, milliseconds on the clock of `performance.now()`; undefined before the first
   * one. */
  endMs?: number;
  /** Aborted when the client has gone away. */
  readonly gone: AbortSignal;
}

const current = new AsyncLocalStorage<Answer | undefined>();

/** Runs the making of an answer whose queries share one time, from the first one on. A bound for each query would
 * let an answer of many queries last many times as long, also when nobody waits for it any more.
 * @param timeMs for all queries together, milliseconds
 * @param gone aborted when the client goes away */
export function withinAnswerTime<Result>(timeMs: number, gone: AbortSignal, make: () => Result): Result {
  return current.run({ timeMs, gone }, make);
}

/** Runs what lasts longer than an answer may, such as a stream: its queries have each their own time. */
export function beyondAnswerTime<Result>(work: () => Result): Result {
  return current.run(undefined, work);
}

/** How long the next query may take. Asked right before it, so that no further query of an answer begins once its
 * time is over or its client has gone.
 * @param mostMs of a query that belongs to no answer, milliseconds
 * @returns whole milliseconds, at least 1
 * @throws DatabaseBusy where the time of the answer is over
 * @throws AnswerUnwanted where its client has gone away */
export function queryTimeMs(mostMs: number): number {
  const answer = current.getStore();
  if (answer === undefined) return mostMs;
  if (answer.gone.aborted) throw new AnswerUnwanted();
  const nowMs = performance.now();
  answer.endMs ??= nowMs + answer.timeMs;
  const leftMs = Math.ceil(answer.endMs - nowMs);
  if (leftMs < 1) throw new DatabaseBusy();
  return Math.min(mostMs, leftMs);
}
