import { copyFileSync, mkdirSync, readFileSync, rmSync, statSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startTemporary, temporaryDirectory } from '../testing/temporary-server.js';
import { Catalogue } from './catalogue.js';
import { checkDataFile } from './check-data-file.js';
import { DATA_FILE } from '../data-file-damaged.js';
import { Environment, numberPrefix, prefixRange, scan } from './environment.js';

const DOCUMENTS = 1000;
/** Places in the file where a bit is flipped, one file for each. */
const FLIPS = 150;
const LARGE = 'x'.repeat(20_000);

let root: string, sound: string, bytes: Buffer;

/** A file with documents large and small, several kinds of index, deleted documents and a dropped collection. */
beforeAll(async () => {
  root = temporaryDirectory();
  sound = join(root, 'sound');
  const { db, server, client } = await startTemporary({ dataDir: sound });
  const events = db.collection<{ _id: string }>('events');
  await events.createIndexes([
    { key: { n: 1 } },
    { key: { tag: 1, n: -1 } },
    { key: { u: 1 }, unique: true },
    { key: { tags: 1 } },
    { key: { rare: 1 }, sparse: true },
  ]);
  const documents = Array.from({ length: DOCUMENTS }, (_, n) => ({
    _id: `event-${(n * 7919) % DOCUMENTS}`,
    n,
    tag: `t${n % 17}`,
    u: `u${n}`,
    tags: [`a${n % 3}`, `b${n % 5}`],
    ...(n % 50 === 0 ? { rare: n, text: LARGE } : {}),
  }));
  await events.insertMany(documents);
  await events.deleteMany({ n: { $lt: 150 } });
  await events.updateMany({ tag: 't3' }, { $set: { tag: 't4', more: 'm'.repeat(300) } });
  await db.collection('gone').insertMany(Array.from({ length: 50 }, (_, n) => ({ n })));
  await db.collection('gone').drop();
  await db.collection('empty').createIndex({ a: 1 });
  await client.close();
  await server.stop();
  bytes = readFileSync(join(sound, DATA_FILE));
});
afterAll(() => rmSync(root, { recursive: true, force: true }));

/** A directory with a changed copy of the file. */
function damaged(name: string, change: (file: string) => void): string {
  const directory = join(root, name);
  mkdirSync(directory, { recursive: true });
  copyFileSync(join(sound, DATA_FILE), join(directory, DATA_FILE));
  change(join(directory, DATA_FILE));
  return directory;
}

/** Everything that the database says, by document and by index entry. */
async function contentsOf(directory: string): Promise<string> {
  const env = new Environment(directory);
  try {
    const rows = new Catalogue(env).list().map(({ id, name, indexes }) => ({
      name,
      documents: [...env.scanDocuments(prefixRange(numberPrefix(id)))].map(({ value }) => value.toString('hex')),
      indexes: indexes.map((index) => ({
        name: index.name,
        entries: [...scan(env.entries, prefixRange(numberPrefix(index.id)))].map(({ key }) => key.toString('hex')),
      })),
    }));
    return JSON.stringify(rows);
  } finally {
    await env.close();
  }
}

const SAYS =
  /^The data file .*data\.mdb is damaged: .+\. Move the directory away, and restore the latest backup .*restore FILE$/;

describe(checkDataFile.name, () => {
  it.each(['heads', 'pages', 'indexes'] as const)('finds nothing in a sound file, looking at %s', (level) => {
    expect(checkDataFile(sound, level)).toMatchObject({ bytes: bytes.length, documents: expect.any(Number) });
  });

  it('finds no file where none was ever written', () => {
    expect(checkDataFile(join(root, 'none'), 'indexes')).toBeUndefined();
  });

  it(`finds each of ${FLIPS} flipped bits, or the bit stood for nothing`, async () => {
    const expected = await contentsOf(sound);
    let [found, harmless] = [0, 0];
    for (let nth = 0; nth < FLIPS; nth++) {
      // Weyl's sequence: places all over the file, the same in every run.
      const bit = Math.floor(((nth * 0.618_033_988_749_895) % 1) * bytes.length * 8);
      const copy = Buffer.from(bytes);
      copy[bit >> 3] = (copy[bit >> 3] ?? 0) ^ (1 << (bit & 7));
      const directory = damaged('flip', (file) => writeFileSync(file, copy));
      try {
        checkDataFile(directory, 'indexes');
      } catch (error) {
        expect((error as Error).message, `bit ${bit}`).toMatch(SAYS);
        found++;
        continue;
      }
      expect(await contentsOf(directory), `bit ${bit}`).toBe(expected);
      harmless++;
      rmSync(directory, { recursive: true });
    }
    expect(found).toBeGreaterThan(FLIPS / 4);
    expect(found + harmless).toBe(FLIPS);
  }, 120_000);

  it.each([0.001, 0.01, 0.1, 0.3, 0.5, 0.7, 0.8])('finds a file cut to %d of its length, at a glance', (share) => {
    const directory = damaged('cut', (file) => truncateSync(file, Math.floor(statSync(file).size * share)));
    expect(() => checkDataFile(directory, 'heads')).toThrow(SAYS);
  });

  it.each([
    { what: 'empty', change: (file: string) => writeFileSync(file, '') },
    { what: 'of another kind', change: (file: string) => writeFileSync(file, 'hello '.repeat(10_000)) },
    { what: 'overwritten with zeros', change: (file: string) => writeFileSync(file, Buffer.alloc(bytes.length)) },
  ])('refuses a file that is $what', ({ change }) => {
    expect(() => checkDataFile(damaged('other', change), 'heads')).toThrow(SAYS);
  });

  it('refuses a directory whose file has gone', () => {
    const directory = damaged('gone', (file) => rmSync(file));
    writeFileSync(join(directory, 'lock.mdb'), '');
    expect(() => checkDataFile(directory, 'heads')).toThrow(/is damaged: it is missing/);
  });

  it('finds a page of another time in the place of a page', () => {
    const PAGE = 8192;
    const directory = damaged('torn', (file) => {
      const copy = Buffer.from(bytes);
      // Pages that are free now may still hold it, too.
      const text = `u${DOCUMENTS - 1}\0`;
      for (let at = copy.indexOf(text); at >= 0; at = copy.indexOf(text, at + 1))
        bytes.copy(copy, Math.floor(at / PAGE) * PAGE, 5 * PAGE, 6 * PAGE);
      writeFileSync(file, copy);
    });
    expect(() => checkDataFile(directory, 'pages')).toThrow(SAYS);
  });
});
