import { crc32 } from 'node:zlib';

/** LMDB has no checksums. So every document, and every entry of the catalogue, is followed by its own, which takes in where it belongs:
 * CRC-32 finds every flip of one or two bits, every torn stretch of up to 32 bits, and any other change but for one in four thousand
 * million. */
const SEAL_BYTES = 4;

/** How a directory's values are stored: 1 without seals, 2 with them. One from before is 1 until it is compacted; what is written to
 * it has seals already. */
export type Format = 1 | 2;

/** A value followed by its seal. */
export function sealed(seed: number, value: Uint8Array): Buffer {
  const whole = Buffer.allocUnsafe(value.length + SEAL_BYTES);
  whole.set(value, 0);
  whole.writeUInt32LE(crc32(value, seed), value.length);
  return whole;
}

/** The value before the seal.
 * @returns undefined where the seal isn't that of this value */
export function unsealed(seed: number, whole: Buffer): Buffer | undefined {
  const end = whole.length - SEAL_BYTES;
  if (end < 0) return undefined;
  const value = whole.subarray(0, end);
  return whole.readUInt32LE(end) === crc32(value, seed) ? value : undefined;
}

/** The document of an entry: BSON says itself how long it is.
 * @returns undefined where it isn't what was written under this key */
export function unsealedDocument(format: Format, key: Buffer, whole: Buffer): Buffer | undefined {
  const isBare = whole.length >= SEAL_BYTES && whole.readInt32LE(0) === whole.length;
  if (isBare && format === 1) return whole;
  return unsealed(documentSeed(key), whole);
}

/** A document belongs to its collection; that its key is that of its `_id` is checked where all is checked. */
export function documentSeed(key: Buffer): number {
  return key.readUInt32BE(0);
}

/** An entry of the catalogue belongs to its key. */
export function catalogueSeed(key: Buffer): number {
  return crc32(key);
}
