import { Injectable, type OnModuleDestroy } from '@nestjs/common';
import { InjectConnection } from '@nestjs/mongoose';
import type { Connection } from 'mongoose';
import { DatabaseUnavailable, Indexing } from '../errors/app-error.js';
import { IndexBuilds } from '../indexes/index-builds.js';

/** Whether this process should be sent requests: the database answers and no shutdown has begun. */
@Injectable()
export class Readiness implements OnModuleDestroy {
  private stopping = false;

  constructor(
    @InjectConnection() private readonly connection: Connection,
    private readonly indexes: IndexBuilds,
  ) {}

  /** @throws DatabaseUnavailable, Indexing where a request would fail */
  async check(): Promise<void> {
    if (this.indexes.isBuilding && !this.stopping) throw new Indexing();
    if (this.stopping || this.connection.db === undefined) throw new DatabaseUnavailable();
    try {
      await this.connection.db.command({ ping: 1 });
    } catch (error) {
      throw new DatabaseUnavailable({ cause: error });
    }
  }

  onModuleDestroy(): void {
    this.stopping = true;
  }
}
