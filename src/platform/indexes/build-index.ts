import { setTimeout } from 'node:timers/promises';
import { Logger } from '@nestjs/common';
import type { mongo } from 'mongoose';
import { SECOND_MS } from '../../lib/duration.js';
import { isDatabaseAway } from '../errors/database-faults.js';
import { IndexNotBuilt } from './index-not-built.js';
import { descriptionOf, type IndexStep } from './index-plan.js';

/** A build is spoken of only when it takes longer than this: on a new database all are done at once. */
const SILENT_MS = 2 * SECOND_MS;
const PROGRESS_EVERY_MS = 30 * SECOND_MS;

/** Codes of what another process did in the same moment: NamespaceNotFound, IndexNotFound, IndexAlreadyExists,
 * IndexOptionsConflict, IndexKeySpecsConflict, IndexBuildAborted. */
const MEANWHILE: ReadonlySet<unknown> = new Set([26, 27, 68, 85, 86, 276]);

/** CommandNotFound, CommandNotSupported, InvalidOptions: of engines that can't change an index. */
const UNKNOWN_COMMAND: ReadonlySet<unknown> = new Set([59, 115, 72, 238]);

const logger = new Logger('Indexes');

/** Does what is to be done for one index, and waits as long as that takes. Of several processes that do the same at
 * once each waits for the one build: the database builds an index once.
 * @returns false where the plan is out of date because another process did something meanwhile
 * @throws IndexNotBuilt; what the driver throws where the database is away */
export async function buildIndex(collection: mongo.Collection, step: IndexStep): Promise<boolean> {
  const line = { collection: collection.collectionName, index: step.index.name };
  const watch = new AbortController();
  void report(collection, line, watch.signal);
  const startedMs = performance.now();
  try {
    await runStep(collection, step);
    const tookMs = Math.round(performance.now() - startedMs);
    if (tookMs >= SILENT_MS || step.kind !== 'create') logger.log({ msg: 'index built', ...line, tookMs });
    return true;
  } catch (error) {
    if (error instanceof Error && MEANWHILE.has(Reflect.get(error, 'code'))) return false;
    if (!(error instanceof Error) || isDatabaseAway(error)) throw error;
    throw new IndexNotBuilt(line.collection, line.index, error);
  } finally {
    watch.abort();
  }
}

async function runStep(collection: mongo.Collection, { kind, index, present }: IndexStep): Promise<void> {
  if (kind === 'retime' && (await hasRetimed(collection, index.key, index.expireAfterSeconds ?? 0))) return;
  if (present !== null) await collection.dropIndex(present);
  await collection.createIndexes([descriptionOf(index)]);
}

/** @returns false where the engine doesn't know how */
async function hasRetimed(collection: mongo.Collection, keyPattern: object, seconds: number): Promise<boolean> {
  const { db, name } = { db: collection.db, name: collection.collectionName };
  try {
    await db.command({ collMod: name, index: { keyPattern, expireAfterSeconds: seconds } });
    return true;
  } catch (error) {
    if (error instanceof Error && UNKNOWN_COMMAND.has(Reflect.get(error, 'code'))) return false;
    throw error;
  }
}

/** Says that a build is under way, and how far it is where the database tells. */
async function report(collection: mongo.Collection, line: object, signal: AbortSignal): Promise<void> {
  const pause = async (ms: number): Promise<boolean> => setTimeout(ms, true, { signal, ref: false }).catch(() => false);
  for (let waitMs = SILENT_MS; await pause(waitMs); waitMs = PROGRESS_EVERY_MS) {
    const progress = await progressOf(collection);
    if (!signal.aborted) logger.log({ msg: 'index is being built', ...line, ...(progress ? { progress } : {}) });
  }
}

/** Not everybody may ask for it. */
async function progressOf({ db, collectionName }: mongo.Collection): Promise<string | null> {
  const ask = { currentOp: true, 'command.createIndexes': collectionName };
  const answer = await db
    .admin()
    .command(ask, { timeoutMS: SECOND_MS })
    .catch(() => null);
  const operations: unknown = answer === null ? [] : answer['inprog'];
  const told = Array.isArray(operations) ? operations.map((one) => (one as { msg?: unknown }).msg) : [];
  return told.find((text): text is string => typeof text === 'string') ?? null;
}
