import { type BackupEnd, type BackupHeader, FORMAT, FrameWriter, VERSION } from './backup-frames.js';
import { writeBackupFile } from './backup-file.js';
import type { BackupSource } from './backup-source.js';

/** Parts are handed on in pieces of at least so many bytes. */
const PIECE_BYTES = 64 * 1024;

/** What was backed up. */
export interface BackupReport extends BackupEnd {
  readonly header: BackupHeader;
  /** Bytes of the file. */
  readonly bytes: number;
}

/** Where to and when. */
export interface BackupTarget {
  readonly file: string;
  readonly database: string;
  readonly now: Date;
  /** Told how many documents are done. */
  readonly onProgress?: (documents: number) => void;
}

/** Writes everything that a database holds into one file, with memory that doesn't grow with it.
 * @throws what reading and writing throw; then there is no file */
export async function writeBackup(source: BackupSource, target: BackupTarget): Promise<BackupReport> {
  const header: BackupHeader = {
    format: FORMAT,
    version: VERSION,
    createdAt: target.now,
    database: target.database,
    consistency: source.consistency,
    collections: source.collections.map(({ name, options, indexes }) => ({ name, options, indexes })),
  };
  const written: { end?: BackupEnd } = {};
  const bytes = await writeBackupFile(target.file, pieces(parts(source, header, { written, ...target })));
  return { header, bytes, counts: written.end?.counts ?? {}, sha256: written.end?.sha256 ?? '' };
}

async function* parts(
  source: BackupSource,
  header: BackupHeader,
  { written, onProgress }: { written: { end?: BackupEnd } } & Pick<BackupTarget, 'onProgress'>,
): AsyncGenerator<Buffer> {
  const writer = new FrameWriter();
  yield writer.header(header);
  let documents = 0;
  for (const { name } of header.collections) {
    yield writer.collection(name);
    for await (const raw of source.read(name)) {
      yield writer.document(raw);
      onProgress?.(++documents);
    }
  }
  const { end, bytes } = writer.end();
  written.end = end;
  yield bytes;
}

/** Joins small parts: a stream costs as much a part as it does a piece. */
async function* pieces(source: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  let gathered: Buffer[] = [];
  let length = 0;
  for await (const part of source) {
    gathered.push(part);
    length += part.length;
    if (length < PIECE_BYTES) continue;
    yield Buffer.concat(gathered);
    gathered = [];
    length = 0;
  }
  if (length > 0) yield Buffer.concat(gathered);
}
