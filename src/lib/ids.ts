import { createHash, randomUUID } from 'node:crypto';

/** Hexadecimal digits of an id: 16 bytes. */
const ID_DIGITS = 32;
const TIME_DIGITS = 12;

/** A new id that sorts by time: 48 bits of Unix milliseconds, then 80 random bits, so that inserts land side by side.
 * @param nowMs Unix milliseconds
 * @returns 32 hexadecimal digits */
export function newId(nowMs: number): string {
  // The runtime draws random bytes for UUIDs in bulk; their digits 9-24 hold what isn't random.
  const uuid = randomUUID();
  return nowMs.toString(16).padStart(TIME_DIGITS, '0') + uuid.slice(0, 8) + uuid.slice(24);
}

/** The id that follows from its parts: the same parts give the same id, on every server and at every try.
 * @param parts in order; a part may hold any character
 * @returns 32 hexadecimal digits of SHA-256 over the parts with their lengths */
export function derivedId(...parts: readonly string[]): string {
  const hash = createHash('sha256');
  for (const part of parts) hash.update(`${part.length}:`).update(part);
  return hash.digest('hex').slice(0, ID_DIGITS);
}
