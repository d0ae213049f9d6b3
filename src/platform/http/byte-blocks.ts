/** Pieces of at least this size are kept as they came. */
const KEPT_BYTES = 1024;
const BLOCK_BYTES = 16_384;

/** Collects a body from pieces. A piece is an object of some hundred bytes, however short it is: millions of pieces
 * of one byte, which a chunked body may come in, are copied into blocks. */
export class ByteBlocks {
  private readonly blocks: Buffer[] = [];
  /** The block that short pieces go into, and how much of it is used. */
  private open = Buffer.alloc(0);
  private used = 0;
  private total = 0;

  /** Bytes collected so far. */
  get length(): number {
    return this.total;
  }

  push(piece: Buffer): void {
    this.total += piece.length;
    if (piece.length >= KEPT_BYTES || this.total === piece.length) {
      this.close();
      this.blocks.push(piece);
      return;
    }
    if (this.used + piece.length > this.open.length) {
      this.close();
      this.open = Buffer.allocUnsafeSlow(BLOCK_BYTES);
    }
    this.open.set(piece, this.used);
    this.used += piece.length;
  }

  /** @returns all of it in one */
  join(): Buffer {
    this.close();
    const [first] = this.blocks;
    return first !== undefined && this.blocks.length === 1 ? first : Buffer.concat(this.blocks, this.total);
  }

  private close(): void {
    if (this.used > 0) this.blocks.push(this.open.subarray(0, this.used));
    this.open = this.open.subarray(this.used);
    this.used = 0;
  }
}
