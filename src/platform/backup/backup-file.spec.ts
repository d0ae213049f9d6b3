import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';
import mongoose from 'mongoose';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readBackupFile, writeBackupFile } from './backup-file.js';
import { type BackupSource } from './backup-source.js';
import { checkBackup } from './restore-backup.js';
import { writeBackup } from './write-backup.js';

const { BSON } = mongoose.mongo;
const DOCUMENTS = Array.from({ length: 500 }, (_, n) => BSON.serialize({ _id: n, text: `document ${n * 7919}` }));
const SOURCE: BackupSource = {
  consistency: 'snapshot',
  collections: [
    { name: 'a', options: {}, indexes: [], documents: DOCUMENTS.length },
    { name: 'b', options: {}, indexes: [], documents: 0 },
  ],
  read: (name) => (name === 'a' ? DOCUMENTS : []),
  close: async () => undefined,
};

let folder: string, file: string;
beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'aegis-backup-'));
  file = path.join(folder, 'whole');
  await writeBackup(SOURCE, { file, database: 'x', now: new Date(0) });
});
afterAll(() => rm(folder, { recursive: true, force: true }));

describe(readBackupFile.name, () => {
  it('gives back what was written', async () => {
    const contents = await checkBackup(file);
    expect(contents).toMatchObject({ header: { database: 'x', version: 1 }, counts: { a: DOCUMENTS.length, b: 0 } });
    const documents: Buffer[] = [];
    for await (const frame of readBackupFile(file)) if (frame.kind === 'document') documents.push(frame.raw);
    expect(Buffer.concat(documents).equals(Buffer.concat(DOCUMENTS))).toBe(true);
  });

  const cutAt = (share: number) => (whole: Buffer) => whole.subarray(0, Math.floor(whole.length * share));
  const plain = (change: (bytes: Buffer) => Buffer) => (whole: Buffer) => gzipSync(change(gunzipSync(whole)));
  const withByte = (at: (length: number) => number) => (bytes: Buffer) => {
    const changed = Buffer.from(bytes);
    const place = at(changed.length);
    changed[place] = (changed[place] ?? 0) ^ 0x10;
    return changed;
  };
  it.each([
    { what: 'cut in the middle', change: cutAt(0.5), says: /it is cut/ },
    { what: 'cut by its last byte', change: (whole: Buffer) => whole.subarray(0, -1), says: /it is cut/ },
    { what: 'empty', change: () => Buffer.alloc(0), says: /cut|not a backup/ },
    { what: 'another thing', change: () => Buffer.from('{"a": 1}\n'), says: /it is not a backup of AegisAI/ },
    { what: 'another thing, packed', change: () => gzipSync('hello, world'), says: /it is not a backup of AegisAI/ },
    { what: 'changed in the middle', change: withByte((length) => length >> 1), says: /changed|length|kind|read|cut/ },
    { what: 'cut inside', change: plain(cutAt(0.7)), says: /it is cut: its end is missing/ },
    { what: 'changed inside', change: plain(withByte((length) => length >> 1)), says: /changed|length|kind|read|cut/ },
    {
      what: 'longer',
      change: plain((bytes) => Buffer.concat([bytes, Buffer.from([68, 5, 0, 0, 0, 0])])),
      says: /follows/,
    },
  ])('is refused with a reason when it is $what', async ({ change, says }) => {
    const bad = path.join(folder, 'bad');
    await writeFile(bad, change(await readFile(file)));
    await expect(checkBackup(bad)).rejects.toThrow(/^The backup cannot be restored, .*Nothing was changed\.$/);
    await expect(checkBackup(bad)).rejects.toThrow(says);
  });

  it.each([{ version: 2 }, { version: 0 }])('refuses version $version by its number', async ({ version }) => {
    const bytes = gunzipSync(await readFile(file));
    const at = bytes.indexOf('version\0') + 'version\0'.length;
    bytes.writeInt32LE(version, at);
    const bad = path.join(folder, 'bad');
    await writeFile(bad, gzipSync(bytes));
    await expect(checkBackup(bad)).rejects.toThrow(`it has version ${version}, and version 1 is wanted`);
  });

  it('says which file is not there', async () => {
    await expect(checkBackup('none')).rejects.toThrow('none cannot be read');
  });
});

describe(writeBackupFile.name, () => {
  it('leaves nothing, and what was there as it was, where its source fails', async () => {
    const target = path.join(folder, 'target');
    await writeFile(target, 'older');
    const failing = async function* (): AsyncGenerator<Buffer> {
      yield Buffer.alloc(200_000, 'x');
      throw new Error('no more');
    };
    await expect(writeBackupFile(target, failing())).rejects.toThrow('no more');
    expect(await readFile(target, 'utf8')).toBe('older');
    expect((await readdir(folder)).filter((name) => name.includes('partial'))).toEqual([]);
  });
});
