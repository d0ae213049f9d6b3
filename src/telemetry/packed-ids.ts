const ID_BYTES = 16;

/** Puts ids side by side.
 * @param ids each 32 hexadecimal digits
 * @returns 16 bytes an id */
export function packIds(ids: readonly string[]): Buffer {
  return Buffer.from(ids.join(''), 'hex');
}

/** Reads what packIds wrote.
 * @param packed bytes, also as a driver's Binary */
export function unpackIds(packed: Buffer | { readonly buffer: Uint8Array }): string[] {
  const bytes = Buffer.isBuffer(packed) ? packed : Buffer.from(packed.buffer);
  return Array.from({ length: bytes.length / ID_BYTES }, (_none, index) =>
    bytes.toString('hex', index * ID_BYTES, (index + 1) * ID_BYTES),
  );
}
