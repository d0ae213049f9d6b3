import mongoose, { type mongo } from 'mongoose';
import { DamagedBackup } from './backup-errors.js';
import type { BackupHeader, CollectionPlan, Frame } from './backup-frames.js';
import { exactDocument } from './exact-document.js';

const { BSON } = mongoose.mongo;

/** Where a restore says that it is under way. A backup holds no such collection. */
export const MARKER = 'restore_unfinished';

/** What MongoDB takes as a name: in its own words, and no collection of its own. */
const NAME = /^(?!system\.)(?!\.)[^$\0]+(?<!\.)$/;
const MOST_NAME_BYTES = 190;
const MOST_DOCUMENT_BYTES = 16 * 1024 * 1024;
/** Kinds of indexes, in the place of a direction. */
const INDEX_KINDS = new Set(['text', '2d', '2dsphere', 'hashed']);
/** What a collection may be made with; anything else would be an option of the driver. A view isn't in a backup. */
const COLLECTION_OPTIONS = new Set(
  (
    'capped size max validator validationLevel validationAction collation timeseries expireAfterSeconds ' +
    'clusteredIndex changeStreamPreAndPostImages storageEngine indexOptionDefaults'
  ).split(' '),
);
/** BSON types that no `_id` may have: undefined, regular expressions, arrays. */
const NO_ID_TYPES = new Set([6, 11, 4]);

/** Looks at each part of a backup as it is read, for what a restore would stumble over later: the file may be sealed as
 * it should be, and yet hold what no database takes. */
export class ContentsCheck {
  private readonly announced = new Set<string>();
  private readonly seen = new Set<string>();
  private current = '';

  /** @throws DamagedBackup */
  look(frame: Frame): void {
    if (frame.kind === 'header') this.takeHeader(frame.header);
    if (frame.kind === 'collection') this.begin(frame.name);
    if (frame.kind === 'document') checkDocument(frame.raw, this.current);
    if (frame.kind !== 'end') return;
    const missing = [...this.announced].find((name) => !this.seen.has(name));
    if (missing !== undefined) throw new DamagedBackup(`the collection ${quoted(missing)} is missing in it`);
  }

  private takeHeader(header: BackupHeader): void {
    // Whoever can seal a file can write anything into it.
    const { collections, createdAt, database } = header as Partial<Record<keyof BackupHeader, unknown>>;
    if (!Array.isArray(collections) || !(createdAt instanceof Date) || typeof database !== 'string')
      throw new DamagedBackup('its header is malformed');
    for (const plan of collections as unknown[]) {
      if (!isPlan(plan)) throw new DamagedBackup('its header is malformed');
      checkPlan(plan);
      if (this.announced.has(plan.name)) throw new DamagedBackup(`it has the collection ${quoted(plan.name)} twice`);
      this.announced.add(plan.name);
    }
  }

  private begin(name: string): void {
    if (!this.announced.has(name)) throw new DamagedBackup(`its header knows of no collection ${quoted(name)}`);
    if (this.seen.has(name)) throw new DamagedBackup(`it has the collection ${quoted(name)} twice`);
    this.seen.add(name);
    this.current = name;
  }
}

function isPlan(plan: unknown): plan is CollectionPlan {
  if (!isObject(plan)) return false;
  const { name, options, indexes } = plan;
  return typeof name === 'string' && isObject(options) && Array.isArray(indexes) && indexes.every(isObject);
}

function checkPlan({ name, options, indexes }: CollectionPlan): void {
  const isName = NAME.test(name) && name !== MARKER && Buffer.byteLength(name) <= MOST_NAME_BYTES;
  if (!isName) throw new DamagedBackup(`${quoted(name)} is no name of a collection`);
  const option = Object.keys(options).find((key) => !COLLECTION_OPTIONS.has(key));
  if (option !== undefined) throw new DamagedBackup(`the collection ${name} has the unknown option ${quoted(option)}`);
  const names = new Set<unknown>();
  for (const index of indexes) {
    const isNamed = typeof index['name'] === 'string' && index['name'] !== '' && !names.has(index['name']);
    if (!isNamed || !isIndexKey(index['key'])) throw new DamagedBackup(`the collection ${name} has a malformed index`);
    names.add(index['name']);
  }
}

function isIndexKey(key: unknown): boolean {
  if (!isObject(key) || Object.keys(key).length === 0) return false;
  return Object.entries(key).every(
    ([field, kind]) => field !== '' && (INDEX_KINDS.has(String(kind)) || (Number.isFinite(kind) && kind !== 0)),
  );
}

function checkDocument(raw: Buffer, collection: string): void {
  const where = `of the collection ${collection}`;
  if (raw.length > MOST_DOCUMENT_BYTES) throw new DamagedBackup(`a document ${where} is too large`);
  if (idTypeOf(raw, where) === undefined) throw new DamagedBackup(`a document ${where} has no _id`);
  try {
    exactDocument(raw);
  } catch (error) {
    throw new DamagedBackup(`a document ${where} holds what cannot be stored`, { cause: error });
  }
}

/** @returns undefined where there is no `_id` that a document can have */
function idTypeOf(raw: Buffer, where: string): number | undefined {
  try {
    for (const [type, at, length] of BSON.onDemand.parseToElements(raw)) {
      if (raw.toString('latin1', at, at + length) === '_id') return NO_ID_TYPES.has(type) ? undefined : type;
    }
    return undefined;
  } catch (error) {
    throw new DamagedBackup(`a document ${where} cannot be read`, { cause: error });
  }
}

function isObject(value: unknown): value is mongo.Document {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** A name that somebody else has chosen, for a terminal: nothing in it moves a cursor. */
function quoted(name: string): string {
  return JSON.stringify(name.slice(0, 100)).replaceAll(/[^ -~]/g, '?');
}
