import type { Database } from './instance.js';

const BUCKET_MS = 10_000;

type Counts = Record<string, number>;

/** Counts every roll-up again, event by event, without the application's own recount.
 * @returns how many buckets differ, on either side */
export async function rollupMismatches(database: Database): Promise<number> {
  const recounted = await recount(database);
  const rollups = await database.collection('rollups').find({}).toArray();
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

async function recount(database: Database): Promise<Map<string, Counts>> {
  const buckets = new Map<string, Counts>();
  for (const kind of ['ml', 'llm']) {
    for await (const event of database.collection(`${kind}_events`).find({ riskLabel: { $exists: true } })) {
      const start = Math.floor((event['timestamp'] as Date).getTime() / BUCKET_MS) * BUCKET_MS;
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
