import { setTimeout } from 'node:timers/promises';
import { Injectable, Logger, type OnApplicationShutdown } from '@nestjs/common';
import { DatabaseLink } from './database-link.js';

/** So many requests in a row have to learn the slow way that the database is away. */
const FAILURES_TO_OPEN = 5;
const PROBE_EVERY_MS = 500;
/** So many probes in a row have to find the database there and the connection dead: one alone may have come too early. */
const DEAD_TO_RENEW = 2;

/** Whether it is the connection that is broken, and not the database that is away. */
interface Doubt {
  /** How many looks in a row have found it so. */
  dead: number;
  /** The look under way. */
  looking: Promise<void> | null;
  /** Whether the database answered meanwhile. */
  isOver: boolean;
}

/** Open while the database is away: then requests are told so at once instead of waiting for it. It closes by itself, as
 * soon as the database answers a probe. */
@Injectable()
export class DatabaseBreaker implements OnApplicationShutdown {
  private readonly logger = new Logger(DatabaseBreaker.name);
  private readonly shutdown = new AbortController();
  private failures = 0;
  private probing = false;

  constructor(private readonly link: DatabaseLink) {}

  /** Whether a request that needs the database would fail. */
  get isOpen(): boolean {
    return this.probing;
  }

  /** A request failed because the database was away. */
  failed(): void {
    this.failures++;
    if (this.failures < FAILURES_TO_OPEN || this.probing) return;
    this.probing = true;
    this.logger.error({ msg: 'database away: requests are refused until it answers' });
    void this.probeUntilAnswered();
  }

  /** A request went well. */
  succeeded(): void {
    this.failures = 0;
  }

  onApplicationShutdown(): void {
    this.shutdown.abort();
  }

  private async probeUntilAnswered(): Promise<void> {
    const { signal } = this.shutdown;
    const doubt: Doubt = { dead: 0, looking: null, isOver: false };
    while (!signal.aborted && !(await this.link.answers())) {
      // Beside the probes and not between them: far away it takes seconds.
      doubt.looking ??= this.lookAnew(doubt).finally(() => (doubt.looking = null));
      await setTimeout(PROBE_EVERY_MS, undefined, { signal, ref: false }).catch(() => undefined);
    }
    doubt.isOver = true;
    this.failures = 0;
    this.probing = false;
    if (!signal.aborted) this.logger.warn({ msg: 'database is back' });
  }

  /** Makes the connection anew where the database answers by another one, and still not by this. */
  private async lookAnew(doubt: Doubt): Promise<void> {
    const isDead = (await this.link.answersAnew()) && !(await this.link.answers());
    if (doubt.isOver) return;
    doubt.dead = isDead ? doubt.dead + 1 : 0;
    if (doubt.dead >= DEAD_TO_RENEW) await this.renew();
  }

  private async renew(): Promise<void> {
    if (this.shutdown.signal.aborted) return;
    this.logger.warn({ msg: 'the database answers, but not by this connection: it is made anew' });
    try {
      await this.link.renew();
    } catch (error) {
      this.logger.warn({ msg: 'database away again', err: error });
    }
  }
}
