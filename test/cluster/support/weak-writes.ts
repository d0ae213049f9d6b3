import { PASSING_WRITES, WRITE_COMMANDS } from '../../support/passing-writes.js';
import type { Recorded, Recorder } from '../proxy/recorder.js';

const WRITES: ReadonlySet<string> = new Set(WRITE_COMMANDS);

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
  return entry.writeConcern?.['w'] === 1 && PASSING_WRITES.has(nameOf(entry));
}
