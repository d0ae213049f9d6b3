import type { Recorded, Recorder } from '../proxy/recorder.js';

/** Collections of which a write may be lost in an election: it is done again, or nobody was told that it is done. */
const HARMLESS: ReadonlySet<string> = new Set(['active_models', 'health_history', 'health_scores']);

/** Commands that write documents. */
export const WRITES: ReadonlySet<string> = new Set(['insert', 'update', 'delete', 'findAndModify']);

/** @returns `insert api_keys` for every kind of write that doesn't wait for the journals of a majority, but should */
export function weakWrites(recorder: Recorder): string[] {
  const weak = recorder.commands(
    (entry) => WRITES.has(entry.command) && !HARMLESS.has(entry.collection) && !isStrong(entry),
  );
  return [...new Set(weak.map(({ command, collection }) => `${command} ${collection}`))].sort();
}

function isStrong({ writeConcern }: Recorded): boolean {
  return writeConcern?.['w'] === 'majority' && writeConcern['j'] === true;
}
