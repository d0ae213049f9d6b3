import type { Environment } from '../storage/environment.js';

interface Waiting {
  readonly run: () => unknown;
  readonly resolve: (value: never) => void;
  readonly reject: (error: unknown) => void;
}

/** How a write of a group ended. */
type Outcome = { readonly value: unknown } | { readonly error: unknown };

/** Groups writes: all that wait when a transaction begins share it, and its one wait for the disk. They run one after
 * the other; each sees what those before it wrote. */
export class GroupWriter {
  private waiting: Waiting[] = [];
  private isScheduled = false;

  /** @param isHarmless tells errors before which a write has changed nothing: they don't undo the others' work */
  constructor(
    private readonly env: Environment,
    private readonly isHarmless: (error: unknown) => boolean,
  ) {}

  /** Runs a write in the next group.
   * @param run may be run twice, if the first transaction had to be undone
   * @returns what it returned, once that is safely on disk */
  write<R>(run: () => R): Promise<R> {
    return new Promise<R>((resolve, reject) => {
      this.waiting.push({ run, resolve, reject });
      if (this.isScheduled) return;
      this.isScheduled = true;
      // After the sockets were read, so that all commands that came in meanwhile are in the group.
      setImmediate(() => this.flush());
    });
  }

  private flush(): void {
    this.isScheduled = false;
    const group = this.waiting;
    this.waiting = [];
    let outcomes: Outcome[];
    try {
      outcomes = this.env.write(() => group.map(({ run }) => this.attempt(run)));
    } catch {
      // One of them failed half way. Alone, each can be undone without undoing the others.
      outcomes = group.map(({ run }) => this.alone(run));
    }
    for (const [at, outcome] of outcomes.entries()) {
      if ('error' in outcome) group[at]?.reject(outcome.error);
      else group[at]?.resolve(outcome.value as never);
    }
  }

  private attempt(run: () => unknown): Outcome {
    try {
      return { value: run() };
    } catch (error) {
      if (this.isHarmless(error)) return { error };
      throw error;
    }
  }

  private alone(run: () => unknown): Outcome {
    try {
      return { value: this.env.write(run) };
    } catch (error) {
      return { error };
    }
  }
}
