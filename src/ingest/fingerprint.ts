import { createHash } from 'node:crypto';
import { Pace } from '../lib/pace.js';
import type { Fault } from '../platform/errors/app-error.js';
import { itemIndexOf } from '../platform/errors/item-faults.js';
import { PASSING_FAULTS } from './limit-fault.js';

/** Hash of what a request brings, by which a retry is told from another request with the same key. An event that is faulty
 * at any time counts by its place alone: it is never stored, and it may be nested too deep to be serialized.
 * @param events of valid JSON
 * @param faults of all of them */
export async function fingerprintOf(events: readonly unknown[], faults: readonly Fault[]): Promise<string> {
  const faulty = new Set(faults.filter(({ code }) => !PASSING_FAULTS.has(code)).map(itemIndexOf));
  const hash = createHash('sha256');
  const pace = new Pace();
  // The text of the whole list, as JSON.stringify would write it: fingerprints are stored, and were made of that.
  let text = '[';
  for (const [index, event] of events.entries()) {
    if (pace.isDue()) await pace.rest();
    if (index > 0) text += ',';
    text += faulty.has(index) ? 'null' : (JSON.stringify(event) ?? 'null');
    if (text.length < HASHED_CHARS) continue;
    hash.update(text);
    text = '';
  }
  return hash.update(`${text}]`).digest('base64url');
}

/** What is hashed at once. */
const HASHED_CHARS = 65_536;
