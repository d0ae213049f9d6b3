import type { Request } from '../../../src/embedded-mongo/wire/op-msg.js';

/** What goes wrong with one command. */
export type Failure =
  /** The command is refused with a code, or run and then refused. */
  | { readonly kind: 'code'; readonly code: number; readonly when: 'before' | 'after' }
  /** The connection is closed instead of an answer. */
  | { readonly kind: 'close'; readonly when: 'before' | 'after' }
  /** The write is done, and its reply says that the majority wasn't reached. */
  | { readonly kind: 'unconfirmed'; readonly code?: number }
  /** The command takes so long, milliseconds, and is run then. */
  | { readonly kind: 'slow'; readonly ms: number };

/** Which commands fail, and how. */
export interface Fault {
  readonly failure: Failure;
  /** Names of commands; all that aren't monitoring where there is none. */
  readonly commands?: readonly string[];
  readonly collection?: string;
  /** How many commands it takes; without end where it isn't said. */
  readonly times?: number;
  /** Of the commands that fit, 0-1. */
  readonly share?: number;
}

interface Armed extends Fault {
  left: number;
  hits: number;
}

/** The faults that a test has ordered. */
export class Faults {
  private armed: Armed[] = [];

  constructor(private readonly random: () => number) {}

  /** Orders a fault. @returns how often it has struck, now and later */
  add(fault: Fault): { readonly hits: number } {
    const armed = { ...fault, left: fault.times ?? Number.POSITIVE_INFINITY, hits: 0 };
    this.armed.push(armed);
    return armed;
  }

  /** Takes all faults back. */
  clear(): void {
    this.armed = [];
  }

  /** @returns what strikes this command, if anything does; counts it */
  next({ command, body }: Request): Failure | undefined {
    const fault = this.armed.find(
      ({ commands, collection, left, share }) =>
        left > 0 &&
        (commands === undefined || commands.includes(command)) &&
        (collection === undefined || body[command] === collection) &&
        this.random() < (share ?? 1),
    );
    if (fault === undefined) return undefined;
    fault.left--;
    fault.hits++;
    return fault.failure;
  }
}
