// Reads a folder of labelled streams and cuts each into the buckets that a server would count: five minutes where events have
// times, else so many rows as one window has.
import { readFileSync } from 'node:fs';
import path from 'node:path';

export const DEFAULT_FOLDER = path.resolve(import.meta.dirname, '../../../shared/data/drift');
const BUCKET_SECONDS = 300;

/** What a column is to the monitor; a column without a kind isn't watched. */
const KINDS = {
  latency: 'latency',
  numeric: 'number',
  probability: 'number',
  metric: 'number',
  categorical: 'category',
  binary: 'rate',
};

/** Every stream of a folder, in the order of its index. */
export function readStreams(folder) {
  const ids = JSON.parse(readFileSync(path.join(folder, 'index.json'), 'utf8'));
  return ids.map((id) => readStream(folder, id));
}

function readStream(folder, id) {
  const truth = JSON.parse(readFileSync(path.join(folder, 'truth', `${id}.json`), 'utf8'));
  const [header, ...lines] = readFileSync(path.join(folder, 'streams', `${id}.csv`), 'utf8')
    .trimEnd()
    .split('\n');
  const names = header.trim().split(',');
  const rows = lines.map((line) => line.replace(/\r$/, '').split(','));
  const signals = names.flatMap((name, column) => {
    const kind = KINDS[truth.columns[name]];
    if (kind === undefined) return [];
    const values = rows.map((row) => valueOf(row[column], kind));
    return [{ name, kind, values }];
  });
  const times = names[0] === 't' && truth.kind !== 'nab' ? rows.map((row) => Number(row[0])) : null;
  return { id, kind: truth.kind, truth, warmup: truth.warmup, signals, buckets: bucketsOf(rows.length, times, truth) };
}

function valueOf(cell, kind) {
  if (cell === undefined || cell === '') return null;
  return kind === 'category' ? cell : Number(cell);
}

/** Buckets as ranges of rows: [from, to). */
function bucketsOf(count, times, truth) {
  const size = times === null ? Math.max(1, Math.round(truth.window_rows)) : null;
  const keyOf = (row) => (times === null ? Math.floor(row / size) : Math.floor(times[row] / BUCKET_SECONDS));
  const fifthOf = (row) => (times === null ? (row / size) * 5 : (times[row] ?? 0) / (BUCKET_SECONDS / 5));
  const buckets = [];
  for (let row = 0; row < count; row++) {
    const startMs = keyOf(row) * BUCKET_SECONDS * 1000;
    const last = buckets.at(-1);
    if (last !== undefined && last.startMs === startMs) last.to = row + 1;
    else buckets.push({ startMs, from: row, to: row + 1, minutes: [] });
    // Rows after which a fifth of the bucket is over: a minute of five, or a fifth of its rows.
    if (Math.floor(fifthOf(row) % 5) !== Math.floor(fifthOf(row + 1) % 5)) buckets.at(-1).minutes.push(row + 1);
  }
  return buckets;
}
