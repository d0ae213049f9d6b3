import { setTimeout } from 'node:timers/promises';
import { Injectable, Logger, type OnApplicationShutdown } from '@nestjs/common';
import { DatabaseLink } from './database-link.js';

/** So many requests in a row have to learn the slow way that the database is away. */
const FAILURES_TO_OPEN = 5;
const PROBE_EVERY_MS = 500;
/** So many probes in a row have to find the database there and the connection dead: one alone may have come too early. */
const DEAD_TO_RENEW = 2;

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
    let dead = 0;
    while (!signal.aborted && !(await this.link.answers())) {
      dead = (await this.link.answersAnew()) ? dead + 1 : 0;
      if (dead >= DEAD_TO_RENEW) await this.renew();
      await setTimeout(PROBE_EVERY_MS, undefined, { signal, ref: false }).catch(() => undefined);
    }
    this.failures = 0;
    this.probing = false;
    if (!signal.aborted) this.logger.warn({ msg: 'database is back' });
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
