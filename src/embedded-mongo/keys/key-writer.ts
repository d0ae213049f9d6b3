import { MongoError } from '../errors.js';

/** Longest document key, bytes. LMDB takes 4,026 with pages of 8 KiB; an index entry holds its fields and the `_id`. */
export const MAX_DOCUMENT_KEY_BYTES = 1024;
/** Longest key of an entry's fields, bytes. */
export const MAX_FIELDS_KEY_BYTES = 3000;

/** Scratch space for the bits of one double; nothing is kept in it between calls. */
const FLOAT = new DataView(new ArrayBuffer(8));

/** A growing buffer for keys whose byte order is BSON's comparison order. */
export class KeyWriter {
  /** The bytes; only the first `length` are written. */
  bytes = Buffer.allocUnsafe(128);
  /** Count of written bytes. */
  length = 0;

  /** Starts a new key. */
  reset(): this {
    this.length = 0;
    return this;
  }

  /** Makes room for this many bytes more. */
  reserve(count: number): void {
    if (this.length + count <= this.bytes.length) return;
    const grown = Buffer.allocUnsafe(Math.max(this.bytes.length * 2, this.length + count));
    this.bytes.copy(grown, 0, 0, this.length);
    this.bytes = grown;
  }

  /** One byte. */
  byte(value: number): void {
    this.reserve(1);
    this.bytes[this.length++] = value;
  }

  /** An unsigned 32-bit integer, big-endian. */
  uint32(value: number): void {
    this.reserve(4);
    this.length = this.bytes.writeUInt32BE(value >>> 0, this.length);
  }

  /** Bytes as they are. */
  raw(source: Uint8Array, start = 0, end = source.length): void {
    this.reserve(end - start);
    const { bytes } = this;
    let at = this.length;
    if (end - start > 64) {
      bytes.set(source.subarray(start, end), at);
      at += end - start;
    } else for (let i = start; i < end; i++) bytes[at++] = source[i] as number;
    this.length = at;
  }

  /** Text as UTF-8 with an end mark that sorts before every character: 00 ends, 00 and 01 inside become 01 01, 01 02. */
  text(source: Uint8Array, start: number, end: number): void {
    this.reserve((end - start) * 2 + 1);
    const { bytes } = this;
    let at = this.length;
    for (let i = start; i < end; i++) {
      const byte = source[i] as number;
      if (byte > 1) bytes[at++] = byte;
      else {
        bytes[at++] = 1;
        bytes[at++] = byte + 1;
      }
    }
    bytes[at++] = 0;
    this.length = at;
  }

  /** Text given as a string; otherwise as {@link text}. */
  string(value: string): void {
    this.reserve(value.length * 3 + 1);
    const end = this.length + this.bytes.write(value, this.length);
    for (let i = this.length; i < end; i++) {
      if ((this.bytes[i] as number) <= 1) {
        const source = Buffer.from(value);
        return this.text(source, 0, source.length);
      }
    }
    this.bytes[end] = 0;
    this.length = end + 1;
  }

  /** Whether exactly these bytes were written. */
  equals(key: Buffer): boolean {
    if (key.length !== this.length) return false;
    const { bytes } = this;
    for (let i = 0; i < key.length; i++) if (bytes[i] !== key[i]) return false;
    return true;
  }

  /** The order-preserving eight bytes of a double: NaN first, then -Infinity to Infinity; -0 equals 0. */
  double(value: number): void {
    this.reserve(8);
    if (Number.isNaN(value)) {
      this.bytes.fill(0, this.length, this.length + 8);
      this.length += 8;
      return;
    }
    FLOAT.setFloat64(0, value === 0 ? 0 : value);
    const high = FLOAT.getUint32(0);
    const low = FLOAT.getUint32(4);
    const negative = high >>> 31 === 1;
    this.uint32(negative ? ~high : high | 0x80000000);
    this.uint32(negative ? ~low : low);
  }

  /** A signed 64-bit integer from its two halves as stored in BSON. */
  int64(low: number, high: number): void {
    this.uint32((high ^ 0x80000000) >>> 0);
    this.uint32(low);
  }

  /** Turns the order of the bytes from `start` on around: a descending component. */
  invertFrom(start: number): void {
    const { bytes } = this;
    for (let i = start; i < this.length; i++) bytes[i] = ~(bytes[i] as number);
  }

  /** A copy of what was written. */
  copy(): Buffer {
    return Buffer.from(this.bytes.subarray(0, this.length));
  }

  /** A copy of what was written, as a database key.
   * @param maxBytes longest allowed key
   * @throws MongoError KeyTooLong (17280) */
  copyKey(maxBytes: number): Buffer {
    this.checkLength(maxBytes);
    return this.copy();
  }

  /** The bytes themselves, valid until the next write. */
  view(): Buffer {
    return this.bytes.subarray(0, this.length);
  }

  /** Whether another writer holds the same bytes. */
  isSame(other: KeyWriter): boolean {
    return this.length === other.length && this.bytes.compare(other.bytes, 0, other.length, 0, this.length) === 0;
  }

  /** @param maxBytes longest allowed key
   * @throws MongoError KeyTooLong (17280) */
  checkLength(maxBytes: number): void {
    if (this.length <= maxBytes) return;
    throw new MongoError(
      17280,
      `A key of ${this.length} bytes is longer than the ${maxBytes} of the embedded database: set MONGO_URI or index a shorter field`,
    );
  }
}
