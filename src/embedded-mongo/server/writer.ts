import { clamp } from '../../lib/clamp.js';
import { Unfinished } from '../commands/unfinished.js';
import type { Environment } from '../storage/environment.js';

/** How long a group goes on with steps before it is committed, milliseconds: a small write waits as long for a large one, and for the
 * commit. */
const LEAST_GROUP_MS = 10;
/** The same where commits take long. */
export const MOST_GROUP_MS = 40;
/** So much longer than its commit a group may last: else most of the time would go by in waiting for the disk. */
const COMMITS_A_GROUP = 4;

/** So many writes have a turn in any group, however long it takes: the large one that has waited longest, and the first newcomer. So
 * neither kind can hold up the other for ever. */
const LEAST_TURNS = 2;

/** A write that waits, or has done some of its steps. */
interface Waiting {
  /** What it does next. */
  readonly step: () => unknown;
  readonly resolve: (value: never) => void;
  readonly reject: (error: unknown) => void;
}

/** How a write stands after a step. */
type Outcome = { readonly value: unknown } | { readonly error: unknown } | { readonly next: () => unknown };

/** Groups writes: those that wait when a transaction begins share it, and its one wait for the disk. They run one after the other, and
 * one of several steps lets the others have theirs in between; each sees what those before it wrote. */
export class GroupWriter {
  /** Those that have done nothing yet. */
  private newcomers: readonly Waiting[] = [];
  /** Those that have done some of their steps; whose turn was the longest ago comes first. */
  private underWay: readonly Waiting[] = [];
  private isScheduled = false;
  private groupMs = LEAST_GROUP_MS;

  /** @param isHarmless tells errors before which a step has changed nothing: they don't undo the others' work */
  constructor(
    private readonly env: Environment,
    private readonly isHarmless: (error: unknown) => boolean,
  ) {}

  /** Runs a write in the next group, and in further ones where it has more steps than one of them has time for.
   * @param run may be run twice, if the first transaction had to be undone
   * @returns what it returned in the end, once that and all steps before it are safely on disk */
  write<R>(run: () => R): Promise<Exclude<R, Unfinished>> {
    return new Promise((resolve, reject) => {
      this.newcomers = [...this.newcomers, { step: run, resolve, reject }];
      this.schedule();
    });
  }

  private schedule(): void {
    if (this.isScheduled) return;
    this.isScheduled = true;
    // After the sockets were read, so that all commands that came in meanwhile are in the group.
    setImmediate(() => this.flush());
  }

  private flush(): void {
    this.isScheduled = false;
    // A newcomer waits for one step of one large write.
    const group = [...this.underWay.slice(0, 1), ...this.newcomers, ...this.underWay.slice(1)];
    const outcomes = this.run(group);
    const hadNoTurn = (write: Waiting): boolean => !outcomes.has(write);
    this.newcomers = this.newcomers.filter(hadNoTurn);
    this.underWay = this.underWay.filter(hadNoTurn);
    for (const [write, outcome] of outcomes) this.settle(write, outcome);
    if (this.newcomers.length + this.underWay.length > 0) this.schedule();
  }

  /** @returns how those stand that had a turn */
  private run(group: readonly Waiting[]): ReadonlyMap<Waiting, Outcome> {
    try {
      let doneMs = 0;
      const outcomes = this.env.write(() => {
        const own = this.together(group);
        doneMs = performance.now();
        return own;
      });
      const commitMs = performance.now() - doneMs;
      this.groupMs = clamp(COMMITS_A_GROUP * commitMs, LEAST_GROUP_MS, MOST_GROUP_MS);
      return outcomes;
    } catch {
      // One of them failed half way. Alone, each can be undone without undoing the others.
      return new Map(group.map((write) => [write, this.alone(write)]));
    }
  }

  /** Goes round the group, a step of each at a time, until all have ended or the time is over. */
  private together(group: readonly Waiting[]): ReadonlyMap<Waiting, Outcome> {
    const untilMs = performance.now() + this.groupMs;
    const least = Math.min(LEAST_TURNS, group.length);
    const outcomes = new Map<Waiting, Outcome>();
    const hasMore = (write: Waiting): boolean => 'next' in (outcomes.get(write) ?? {});
    for (let round = group; round.length > 0; round = round.filter(hasMore)) {
      for (const write of round) {
        const before = outcomes.get(write);
        outcomes.set(write, this.attempt(before !== undefined && 'next' in before ? before.next : write.step));
        if (outcomes.size >= least && performance.now() > untilMs) return outcomes;
      }
    }
    return outcomes;
  }

  private settle(write: Waiting, outcome: Outcome): void {
    if ('error' in outcome) write.reject(outcome.error);
    else if ('next' in outcome) this.underWay = [...this.underWay, { ...write, step: outcome.next }];
    else write.resolve(outcome.value as never);
  }

  private attempt(step: () => unknown): Outcome {
    try {
      return outcomeOf(step());
    } catch (error) {
      if (this.isHarmless(error)) return { error };
      throw error;
    }
  }

  private alone({ step }: Waiting): Outcome {
    try {
      return outcomeOf(this.env.write(step));
    } catch (error) {
      return { error };
    }
  }
}

function outcomeOf(value: unknown): Outcome {
  return value instanceof Unfinished ? { next: value.next } : { value };
}
