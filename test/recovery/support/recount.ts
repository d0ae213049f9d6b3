import type { Database } from './instance.js';

/** The collections of roll-ups and the width of their buckets, milliseconds. */
const LEVELS = {
  rollups: 10_000,
  rollups_minute: 60_000,
  rollups_hour: 3_600_000,
  rollups_day: 86_400_000,
} as const;

type Counts = Record<string, number>;

/** @returns how many roll-ups of every level wait for their recount */
export async function dirtyRollups(database: Database): Promise<number> {
  const counts = Object.keys(LEVELS).map((name) => database.collection(name).countDocuments({ q: true }));
  return (await Promise.all(counts)).reduce((sum, count) => sum + count, 0);
}

/** Counts every roll-up of every level again, event by event, without the application's own recount.
 * @returns how many buckets differ, on either side */
export async function rollupMismatches(database: Database): Promise<number> {
  const counts = Object.entries(LEVELS).map(([name, widthMs]) => mismatchesOf(database, name, widthMs));
  return (await Promise.all(counts)).reduce((sum, count) => sum + count, 0);
}

async function mismatchesOf(database: Database, name: string, widthMs: number): Promise<number> {
  const recounted = await recount(database, widthMs);
  const rollups = await database.collection(name).find({}).toArray();
  const rolledUp = new Map(
    rollups.map((row) => [
      [row['organization_id'], row['kind'], row['model_name'], (row['start'] as Date).getTime()].join('|'),
      {
        normal: Number(row['normal'] ?? 0),
        suspicious: Number(row['suspicious'] ?? 0),
        risky: Number(row['risky'] ?? 0),
        tokens: Number(row['tokens'] ?? 0),
        latency: Number(row['latency_sum_ms'] ?? 0),
      },
    ]),
  );
  const buckets = new Set([...recounted.keys(), ...rolledUp.keys()]);
  return [...buckets].filter((bucket) => !isSame(recounted.get(bucket) ?? {}, rolledUp.get(bucket) ?? {})).length;
}

async function recount(database: Database, widthMs: number): Promise<Map<string, Counts>> {
  const buckets = new Map<string, Counts>();
  for (const kind of ['ml', 'llm']) {
    for await (const event of database.collection(`${kind}_events`).find({ riskLabel: { $exists: true } })) {
      const start = Math.floor((event['timestamp'] as Date).getTime() / widthMs) * widthMs;
      const bucket = [event['organization_id'], kind, event['model_name'], start].join('|');
      const counts = buckets.get(bucket) ?? {};
      add(counts, String(event['riskLabel']), 1);
      add(counts, 'tokens', Number(event['token_count'] ?? 0));
      add(counts, 'latency', Number(event['latency_ms']));
      buckets.set(bucket, counts);
    }
  }
  return buckets;
}

function add(counts: Counts, name: string, count: number): void {
  counts[name] = (counts[name] ?? 0) + count;
}

/** Latencies here are whole milliseconds, so their sums are exact in any order. */
function isSame(one: Counts, other: Counts): boolean {
  const names = new Set([...Object.keys(one), ...Object.keys(other)]);
  return [...names].every((name) => (one[name] ?? 0) === (other[name] ?? 0));
}
