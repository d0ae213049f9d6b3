import { setTimeout } from 'node:timers/promises';
import { Inject, Injectable } from '@nestjs/common';
import { InjectConnection } from '@nestjs/mongoose';
import mongoose, { type Connection, type mongo, type Model } from 'mongoose';
import { SECOND_MS } from '../../lib/duration.js';
import { clientTarget } from '../client-options.js';
import { AppConfig } from '../config/app-config.js';
import { DATABASE_SERVER, type DatabaseServer } from '../database-link.js';
import { buildIndex } from './build-index.js';
import { type IndexForm, indexSteps, nameOf } from './index-plan.js';

/** To the first answer only: building an index takes as long as it takes. */
const WAITS = { serverSelectionTimeoutMS: 10 * SECOND_MS, connectTimeoutMS: 4 * SECOND_MS };

/** How long a start holds everything up for its indexes; after that it goes on, and says `indexing` to whoever asks. */
const GRACE_MS = 10 * SECOND_MS;

/** A plan is made anew so many times where other processes change the same indexes. */
const MAX_PLANS = 20;

/** Gives every collection the indexes that this release declares. */
@Injectable()
export class IndexBuilds {
  private building: Promise<void> | null = null;
  private isOver = false;

  constructor(
    @InjectConnection() private readonly connection: Connection,
    @Inject(DATABASE_SERVER) private readonly server: DatabaseServer,
    private readonly config: AppConfig,
  ) {}

  /** Whether indexes are missing: every query could mean reading everything. */
  get isBuilding(): boolean {
    return this.building !== null && !this.isOver;
  }

  /** Starts, and waits ten seconds at most.
   * @throws IndexNotBuilt, and what the driver throws, where that comes within these */
  async begin(): Promise<void> {
    this.building = this.buildAll().then(() => void (this.isOver = true));
    // Whoever waits for the end hears of a failure; nobody may, where a command ends before.
    this.building.catch(() => undefined);
    const grace = new AbortController();
    const late = setTimeout(GRACE_MS, undefined, { signal: grace.signal }).catch(() => undefined);
    await Promise.race([this.building, late]).finally(() => grace.abort());
  }

  /** Waits for the last one.
   * @throws IndexNotBuilt, and what the driver throws */
  async finished(): Promise<void> {
    await this.building;
  }

  private async buildAll(): Promise<void> {
    const plans = await Promise.all(Object.values(this.connection.models).map(async (model) => this.missing(model)));
    const wanting = plans.filter(({ steps }) => steps.length > 0);
    if (wanting.length === 0) return;
    const { uri, options } = clientTarget(this.server.uri, WAITS);
    const client = new mongoose.mongo.MongoClient(uri, { ...options, socketTimeoutMS: 0 });
    try {
      const db = client.db(this.config.mongoDbName);
      await Promise.all(wanting.map(async ({ model }) => this.build(model, db.collection(model.collection.name))));
    } finally {
      await client.close();
    }
  }

  private async build(model: Model<unknown>, collection: mongo.Collection): Promise<void> {
    for (let plans = 0; plans < MAX_PLANS; plans++) {
      const { steps } = await this.missing(model);
      let isCurrent = true;
      for (const step of steps) isCurrent &&= await buildIndex(collection, step);
      if (isCurrent) return;
    }
  }

  private async missing(model: Model<unknown>) {
    const present = await presentIndexes(this.connection, model.collection.name);
    return { model, steps: indexSteps(declaredIndexes(model), present) };
  }
}

/** @returns the indexes that a collection's schema declares, by the names that the database gives them */
export function declaredIndexes(model: Pick<Model<unknown>, 'schema'>): IndexForm[] {
  return model.schema.indexes().map(([key, options]) => {
    const { unique, sparse, expireAfterSeconds } = options as Partial<IndexForm>;
    const rules = { ...(unique === true ? { unique } : {}), ...(sparse === true ? { sparse } : {}) };
    const expiry = expireAfterSeconds === undefined ? {} : { expireAfterSeconds };
    return { name: nameOf(key), key, ...rules, ...expiry };
  });
}

/** NamespaceNotFound. */
const NO_COLLECTION = 26;

async function presentIndexes({ db }: Connection, collection: string): Promise<IndexForm[]> {
  try {
    return ((await db?.collection(collection).indexes()) ?? []) as IndexForm[];
  } catch (error) {
    if (error instanceof Error && Reflect.get(error, 'code') === NO_COLLECTION) return [];
    throw error;
  }
}
