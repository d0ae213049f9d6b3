import { Catalogue, collectionOf, NEXT_ID } from './catalogue.js';
import { type Entry, Environment, FORMAT_KEY, scan } from './environment.js';

/** Folder within a data directory where a compaction makes the new file; what is left of one that was killed is worth nothing. */
export const COMPACTING = 'compacting';

/** Entries of one transaction. */
const SLICE = 5000;
const EVERYTHING = { low: Buffer.from([0]), high: Buffer.alloc(5, 0xff) };

/** Copies what a database holds, in the order of its keys, so that pages are filled one after the other. What was dropped stays behind.
 * @param target an empty directory @returns how many documents
 * @throws DataFileDamaged; Error where a backup is being made of it */
export async function copyDatabase(
  source: string,
  target: string,
  onProgress?: (documents: number) => void,
): Promise<number> {
  const from = new Environment(source);
  const to = new Environment(target);
  try {
    if (from.hasOtherReaders())
      throw new Error('Another process reads the database, a backup perhaps: wait for its end.');
    const collections = new Catalogue(from).list();
    const alive = new Set(collections.flatMap(({ id, indexes }) => [id, ...indexes.map((index) => index.id)]));
    const isAlive = ({ key }: Entry): boolean => alive.has(key.readUInt32BE(0));
    for (const { key, value } of scan(from.catalogue, EVERYTHING)) {
      const entry = key.equals(FORMAT_KEY) ? undefined : { key, value: from.openCatalogue(key, value) };
      if (entry === undefined || (collectionOf(entry) === undefined && !key.equals(NEXT_ID))) continue;
      to.write(() => to.putCatalogue(key, entry.value));
    }
    let documents = 0;
    inSlices(to, from.scanDocuments(EVERYTHING), (entry) => {
      if (!isAlive(entry)) return;
      to.putDocument(entry.key, entry.value);
      onProgress?.(++documents);
    });
    inSlices(to, scan(from.entries, EVERYTHING), (entry) => {
      if (isAlive(entry)) to.entries.putSync(entry.key, entry.value);
    });
    return documents;
  } finally {
    await from.close();
    await to.close();
  }
}

function inSlices(to: Environment, entries: Iterable<Entry>, put: (entry: Entry) => void): void {
  let slice: Entry[] = [];
  const flush = (): void => to.write(() => slice.forEach(put));
  for (const entry of entries) {
    if (slice.push(entry) < SLICE) continue;
    flush();
    slice = [];
  }
  flush();
}
