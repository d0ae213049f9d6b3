import { DURABLE_WRITE } from './durable-write.js';
import { settledAddress } from './mongo-address.js';
import { ownWaits } from './own-waits.js';

/** What holds for every client, whatever its address or the set's defaults say: what was written is read, from the
 * one member that has all of it, and a write that names nothing else is acknowledged when it survives that member. */
const OURS = { readPreference: 'primary', readConcern: { level: 'local' }, ...DURABLE_WRITE } as const;

/** An address as it goes to the driver, and the options beside it.
 * @param uri as it was configured; a wait that it names wins
 * @param waits milliseconds by the driver's names of them */
export function clientTarget<Wait extends string>(uri: string, waits: Readonly<Record<Wait, number>>) {
  return { uri: settledAddress(uri).uri, options: { ...OURS, ...ownWaits(uri, waits) } };
}
