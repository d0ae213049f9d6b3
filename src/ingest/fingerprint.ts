import { createHash } from 'node:crypto';
import type { Fault } from '../platform/errors/app-error.js';
import { itemIndexOf } from '../platform/errors/item-faults.js';
import { PASSING_FAULTS } from './limit-fault.js';

/** Hash of what a request brings, by which a retry is told from another request with the same key. An event that is faulty
 * at any time counts by its place alone: it is never stored, and it may be nested too deep to be serialized.
 * @param events of valid JSON
 * @param faults of all of them */
export function fingerprintOf(events: readonly unknown[], faults: readonly Fault[]): string {
  const faulty = new Set(faults.filter(({ code }) => !PASSING_FAULTS.has(code)).map(itemIndexOf));
  const counted = faulty.size === 0 ? events : events.map((event, index) => (faulty.has(index) ? null : event));
  return createHash('sha256').update(JSON.stringify(counted)).digest('base64url');
}
