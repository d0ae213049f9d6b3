import { deflateRawSync, inflateRawSync } from 'node:zlib';

/** Fast: what counts and keys repeat is found at the lowest level, too. */
const LEVEL = 1;

/** Packs a value for storing what no query looks into: a third of its size, and whatever its keys are called.
 * @param value of JSON's types */
export function packJson(value: unknown): Buffer {
  return deflateRawSync(JSON.stringify(value), { level: LEVEL });
}

/** Reads what packJson wrote.
 * @param packed bytes, also as a driver's Binary
 * @throws Error where they are nothing that it wrote */
export function unpackJson(packed: Buffer | { readonly buffer: Uint8Array }): unknown {
  const bytes = Buffer.isBuffer(packed) ? packed : Buffer.from(packed.buffer);
  return JSON.parse(inflateRawSync(bytes).toString());
}
