import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterEach, expect, it } from 'vitest';
import { DATA_FILE, DataFileDamaged } from '../../src/embedded-mongo/data-file-damaged.js';
import { openSnapshot } from '../../src/embedded-mongo/snapshot.js';
import { startTemporary, temporaryDirectory } from '../../src/embedded-mongo/testing/temporary-server.js';

const TEXT = 'it is long enough to be found';
const dataDir = temporaryDirectory();
afterEach(() => rmSync(dataDir, { recursive: true, force: true }));

// Without a server nobody had looked at the file: a backup of it trusted LMDB, and was one of what was damaged or died with it.
it('a backup is not begun of a damaged file that no server has looked at', async () => {
  const { db, server, client } = await startTemporary({ dataDir });
  await db.collection('rows').insertOne({ text: TEXT });
  await client.close();
  await server.stop();
  const sound = await openSnapshot(dataDir, 'test');
  await sound.close();
  const file = path.join(dataDir, DATA_FILE);
  const bytes = readFileSync(file);
  for (let at = bytes.indexOf(TEXT); at !== -1; at = bytes.indexOf(TEXT, at + 1)) bytes[at] = 0x49;
  writeFileSync(file, bytes);
  await expect(openSnapshot(dataDir, 'test')).rejects.toThrow(DataFileDamaged);
});
