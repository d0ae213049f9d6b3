import type { Recorded, Recorder } from '../proxy/recorder.js';

/** What may be lost in an election, because it is done again or nobody was told that it is done: leases, when a key was used, when
 * a model was seen, what the next assessment says anew. All of it asks for `w: 1` by name. */
const PASSING: ReadonlySet<string> = new Set([
  'findAndModify ingest_batches',
  'update active_models',
  'update api_keys',
  'update drift_metrics',
  'update health_history',
  'update health_scores',
  'update ingest_batches',
]);

/** Commands that write documents. */
export const WRITES: ReadonlySet<string> = new Set(['insert', 'update', 'delete', 'findAndModify']);

/** @returns `insert api_keys` for every kind of write that doesn't wait for the journals of a majority, but should */
export function weakWrites(recorder: Recorder): string[] {
  const weak = recorder.commands((entry) => WRITES.has(entry.command) && !isStrong(entry) && !isPassing(entry));
  return [...new Set(weak.map(nameOf))].sort();
}

/** @returns `insert api_keys` for every kind of write that waits for the journals of a majority */
export function strongWrites(recorder: Recorder): string[] {
  return [...new Set(recorder.commands((entry) => WRITES.has(entry.command) && isStrong(entry)).map(nameOf))].sort();
}

function nameOf({ command, collection }: Recorded): string {
  return `${command} ${collection}`;
}

function isStrong({ writeConcern }: Recorded): boolean {
  return writeConcern?.['w'] === 'majority' && writeConcern['j'] === true;
}

function isPassing(entry: Recorded): boolean {
  return entry.writeConcern?.['w'] === 1 && PASSING.has(nameOf(entry));
}
