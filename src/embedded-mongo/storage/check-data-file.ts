import { existsSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { type CheckedFile, DATA_FILE, DataFileDamaged } from '../data-file-damaged.js';
import { FORMAT_KEY } from './environment.js';
import { IndexCheck } from './index-check.js';
import { Fault, type FileEntry, LmdbFile, type Tree, treeOf } from './lmdb-file.js';
import { catalogueSeed, type Format, unsealed, unsealedDocument } from './seal.js';

/** How much of a data file is looked at. `heads`: whether its heads and its catalogue are whole, which takes no time. `pages`: every
 * page, the order of all entries, and the seal of every document, in 6 s a gigabyte. `indexes`: besides, that each document is
 * where its `_id` says, and that indexes and documents say the same, in 17 s a gigabyte (docs/performance.md). */
export type CheckLevel = 'heads' | 'pages' | 'indexes';

const TABLES = ['catalogue', 'documents', 'entries'] as const;
type TableName = (typeof TABLES)[number];

/** Looks for damage in the data file of a directory, without LMDB. Nobody may be writing to it.
 * @returns undefined where there is no file yet
 * @throws DataFileDamaged */
export function checkDataFile(directory: string, level: CheckLevel): CheckedFile | undefined {
  const path = join(directory, DATA_FILE);
  if (!existsSync(path)) return refuseTraces(directory);
  if (statSync(path).size === 0) throw new DataFileDamaged(directory, 'it is empty');
  const file = new LmdbFile(path);
  try {
    return check(file, level);
  } catch (error) {
    if (error instanceof Fault || error instanceof RangeError || isBsonError(error))
      throw new DataFileDamaged(directory, error.message);
    throw error;
  } finally {
    file.close();
  }
}

function check(file: LmdbFile, level: CheckLevel): CheckedFile {
  const head = file.newest();
  const tables = tablesOf(file, head.main);
  const catalogue = [...file.walk(tables.catalogue)].map(({ key, value }) => ({ key: Buffer.from(key), value }));
  const format: Format = catalogue.some(({ key }) => key.equals(FORMAT_KEY)) ? 2 : 1;
  const entries = catalogue.map((entry) => ({ key: entry.key, value: catalogueValue(format, entry) }));
  const { bytes } = file;
  const counts = { documents: tables.documents.entries, entries: tables.entries.entries };
  const isShort = bytes < (head.lastPage + 1) * head.pageBytes;
  if (level === 'heads' && !isShort) return { bytes, ...counts };
  const indexes = level === 'indexes' ? new IndexCheck(entries) : undefined;
  for (const { key, value } of file.walk(tables.documents)) {
    const raw = key.length < 4 ? undefined : unsealedDocument(format, key, value);
    if (raw === undefined) throw new Fault('a document is not what was written');
    indexes?.document(key, raw);
  }
  for (const entry of file.walk(tables.entries)) indexes?.entry(entry);
  indexes?.finish();
  checkFree(file, head.free, head.lastPage);
  return { bytes, ...counts };
}

/** The three tables. A table that isn't there would be made anew, and the database would seem to be empty. */
function tablesOf(file: LmdbFile, main: Tree): Record<TableName, Tree> {
  const found = new Map<string, Tree>();
  for (const { key, value, isTree } of file.walk(main)) if (isTree) found.set(nameOf(key), treeOf(value));
  const missing = TABLES.find((name) => !found.has(name));
  if (missing !== undefined) throw new Fault(`its table of ${missing} is missing`);
  if (found.size !== TABLES.length) throw new Fault('it has a table of no known name');
  return Object.fromEntries(found) as Record<TableName, Tree>;
}

function catalogueValue(format: Format, { key, value }: Pick<FileEntry, 'key' | 'value'>): Buffer {
  if (format === 1 || key.equals(FORMAT_KEY)) return Buffer.from(value);
  const entry = unsealed(catalogueSeed(key), value);
  if (entry === undefined) throw new Fault('the catalogue is not what was written');
  return Buffer.from(entry);
}

/** Pages that are free must not be in use: the next write would go over them. Each page is one or the other. */
function checkFree(file: LmdbFile, tree: Tree, lastPage: number): void {
  for (const { value } of file.walk(tree, false)) {
    const count = value.length < 8 ? Infinity : Number(value.readBigUInt64LE(0));
    if (value.length < 8 * (count + 1)) throw new Fault('its list of free pages is torn');
    const list = Array.from({ length: count }, (_, nth) => Number(value.readBigInt64LE(8 * (nth + 1))));
    for (let at = 0; at < count; at++) {
      const number = list[at] as number;
      // Zeros are room to grow; a negative number is the length of a run of pages, and its first page follows.
      if (number > 0) file.see(number);
      if (number < 0) seeRun(file, list[++at] ?? 0, -number, lastPage);
    }
  }
  const unknown = lastPage - 1 - file.seen.size;
  if (unknown !== 0) throw new Fault(`${unknown} pages are neither in use nor free`);
}

function seeRun(file: LmdbFile, first: number, length: number, lastPage: number): void {
  if (length > lastPage) throw new Fault('its list of free pages is torn');
  for (let page = first; page < first + length; page++) file.see(page);
}

/** A directory that was served before, and has lost its file, must not start empty. */
function refuseTraces(directory: string): undefined {
  if (existsSync(join(directory, 'lock.mdb'))) throw new DataFileDamaged(directory, 'it is missing');
  return undefined;
}

function isBsonError(error: unknown): error is Error {
  return error instanceof Error && (error.name === 'BSONError' || 'codeName' in error);
}

/** LMDB for JavaScript ends the names of tables with a zero. */
function nameOf(key: Buffer): string {
  return key.toString('latin1').replace(/\0$/, '');
}
