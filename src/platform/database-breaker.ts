import { setTimeout } from 'node:timers/promises';
import { Injectable, Logger, type OnApplicationShutdown } from '@nestjs/common';
import { InjectConnection } from '@nestjs/mongoose';
import type { Connection } from 'mongoose';

/** So many requests in a row have to learn the slow way that the database is away. */
const FAILURES_TO_OPEN = 5;
const PROBE_EVERY_MS = 500;
const PROBE_TIMEOUT_MS = 1000;

/** Open while the database is away: then requests are told so at once instead of waiting for it. It closes by itself, as
 * soon as the database answers a probe. */
@Injectable()
export class DatabaseBreaker implements OnApplicationShutdown {
  private readonly logger = new Logger(DatabaseBreaker.name);
  private readonly shutdown = new AbortController();
  private failures = 0;
  private probing = false;

  constructor(@InjectConnection() private readonly connection: Connection) {}

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
    while (!signal.aborted && !(await this.answers())) {
      await setTimeout(PROBE_EVERY_MS, undefined, { signal, ref: false }).catch(() => undefined);
    }
    this.failures = 0;
    this.probing = false;
    if (!signal.aborted) this.logger.warn({ msg: 'database is back' });
  }

  private async answers(): Promise<boolean> {
    try {
      await this.connection.db?.command({ ping: 1 }, { timeoutMS: PROBE_TIMEOUT_MS });
      return true;
    } catch {
      return false;
    }
  }
}
