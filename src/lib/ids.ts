import { createHash, randomFillSync } from 'node:crypto';

/** Bytes of an id; as text twice as many hexadecimal digits. */
const ID_BYTES = 16;
const TIME_BYTES = 6;

/** A new id that sorts by time: 48 bits of Unix milliseconds, then 80 random bits, so that inserts land side by side.
 * @param nowMs Unix milliseconds
 * @returns 32 hexadecimal digits */
export function newId(nowMs: number): string {
  const bytes = Buffer.allocUnsafe(ID_BYTES);
  bytes.writeUIntBE(nowMs, 0, TIME_BYTES);
  randomFillSync(bytes, TIME_BYTES);
  return bytes.toString('hex');
}

/** The id that follows from its parts: the same parts give the same id, on every server and at every try.
 * @param parts in order; a part may hold any character
 * @returns 32 hexadecimal digits of SHA-256 over the parts with their lengths */
export function derivedId(...parts: readonly string[]): string {
  const hash = createHash('sha256');
  for (const part of parts) hash.update(`${part.length}:`).update(part);
  return hash.digest('hex').slice(0, 2 * ID_BYTES);
}
