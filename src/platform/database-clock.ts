import { Injectable, type OnModuleInit } from '@nestjs/common';
import { InjectConnection } from '@nestjs/mongoose';
import type { Connection } from 'mongoose';
import { shifted } from '../lib/duration.js';
import { Clock } from './clock.js';

/** The database's time, which all processes share: leases are measured by it, so that a process whose clock is off by an
 * hour neither takes nor keeps what belongs to another. */
@Injectable()
export class DatabaseClock implements OnModuleInit {
  private offsetMs = 0;

  constructor(
    @InjectConnection() private readonly connection: Connection,
    private readonly clock: Clock,
  ) {}

  async onModuleInit(): Promise<void> {
    await this.synchronise();
  }

  /** @returns now, as the database would say, exact to half a round trip at the last synchronisation */
  now(): Date {
    return shifted(this.clock.now(), this.offsetMs);
  }

  /** Asks the database for its time.
   * @throws what the driver throws where the database is away; the last known offset stays */
  async synchronise(): Promise<void> {
    const sentMs = Date.now();
    // The older name of `hello`: every server answers to it.
    const answer: { localTime?: Date } | undefined = await this.connection.db?.command({ isMaster: 1 });
    if (!(answer?.localTime instanceof Date)) return;
    this.offsetMs = answer.localTime.getTime() - (sentMs + Date.now()) / 2;
  }
}
