import { Injectable } from '@nestjs/common';
import { InjectConnection } from '@nestjs/mongoose';
import type { Collection, Connection } from 'mongoose';
import type { RollupLevel } from './rollup-levels.js';
import { ROLLUP_COLLECTIONS, type RollupDocument } from './rollup.schema.js';

/** The driver's own collections of roll-ups, one a level. */
@Injectable()
export class RollupCollections {
  constructor(@InjectConnection() private readonly connection: Connection) {}

  /** @returns the collection of a level */
  of(level: RollupLevel): Collection<RollupDocument> {
    return this.connection.collection<RollupDocument>(ROLLUP_COLLECTIONS[level]);
  }
}
