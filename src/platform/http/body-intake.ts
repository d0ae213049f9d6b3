import type { IncomingMessage } from 'node:http';
import type { Readable, Transform } from 'node:stream';
import { RequestRefused } from '../errors/request-refused.js';
import { growsTooMuch, isTooSlow, type LeastSpeed } from './body-bounds.js';
import type { Meter } from './body-rates.js';
import { BodyRefused } from './body-refused.js';
import { ByteBlocks } from './byte-blocks.js';
import type { Reservation } from './in-flight.js';

/** What bounds a body while it arrives. */
export interface IntakeBounds {
  readonly room: Reservation;
  readonly meter: Meter;
  /** Bytes at most, as sent and after decompression. */
  readonly maxBytes: number;
  readonly leastSpeed: LeastSpeed;
}

const LOOK_MS = 250;
/** What a piece costs at least: hundreds of thousands of pieces of a byte each take time, too. */
const MIN_PIECE_COST = 64;

/** Collects one body as it arrives, and counts it against every bound byte by byte. */
export class BodyIntake {
  private readonly blocks = new ByteBlocks();
  /** Bytes as sent. */
  private arrived = 0;
  /** What the sender's rate was charged with. */
  private charged = 0;

  /** @param decoder null: the body is not compressed */
  constructor(
    private readonly request: IncomingMessage,
    private readonly decoder: Transform | null,
    private readonly bounds: IntakeBounds,
  ) {}

  /** Stops reading at the first byte too many, whatever was announced.
   * @throws BodyRefused, Overloaded, RateLimited or RequestRefused */
  async collect(): Promise<Buffer> {
    const { request, decoder } = this;
    const ended = new AbortController();
    try {
      return await new Promise<Buffer>((resolve, reject) => {
        const guarded = (take: (piece: Buffer) => void) => (piece: Buffer) => {
          try {
            take(piece);
          } catch (error) {
            reject(error);
          }
        };
        // It tells no more that it is closed.
        if (request.destroyed) return reject(new BodyRefused('request_aborted'));
        this.watchSpeed(reject, ended.signal);
        request.on(
          'data',
          guarded((piece) => this.arrive(piece)),
        );
        const source: Readable = decoder === null ? request : request.pipe(decoder);
        source.on(
          'data',
          guarded((piece) => this.keep(piece)),
        );
        source.once('end', () => resolve(this.blocks.join()));
        source.once('error', (error) => reject(new BodyRefused(reasonOf(decoder), { cause: error })));
        request.once('close', () => {
          if (!request.complete) reject(new BodyRefused('request_aborted'));
        });
      });
    } catch (error) {
      this.stop();
      throw error;
    } finally {
      ended.abort();
    }
  }

  private arrive(piece: Buffer): void {
    this.arrived += piece.length;
    if (this.arrived > this.bounds.maxBytes) throw new BodyRefused('body_too_large');
    // What comes compressed is charged when it is longer decompressed, too: by the difference.
    if (this.decoder !== null) this.charge(this.arrived - this.charged);
  }

  private keep(piece: Buffer): void {
    const { blocks, decoder, bounds } = this;
    const length = blocks.length + piece.length;
    if (length > bounds.maxBytes) throw new BodyRefused('body_too_large');
    if (decoder !== null && growsTooMuch(this.arrived, length)) throw new BodyRefused('body_too_large');
    bounds.room.grow(piece.length);
    blocks.push(piece);
    this.charge(decoder === null ? Math.max(piece.length, MIN_PIECE_COST) : length - this.charged);
  }

  private charge(bytes: number): void {
    if (bytes <= 0) return;
    this.bounds.meter.take(bytes);
    this.charged += bytes;
  }

  private watchSpeed(refuse: (error: Error) => void, ended: AbortSignal): void {
    const startedMs = performance.now();
    const timer = setInterval(() => {
      const elapsedMs = performance.now() - startedMs;
      if (isTooSlow(this.arrived, elapsedMs, this.bounds.leastSpeed)) refuse(new RequestRefused('request_timeout'));
    }, LOOK_MS).unref();
    ended.addEventListener('abort', () => clearInterval(timer), { once: true });
  }

  /** What still comes is thrown away, by whoever answers. */
  private stop(): void {
    const { request, decoder } = this;
    request.removeAllListeners('data');
    if (decoder === null) return;
    decoder.removeAllListeners('data');
    request.unpipe(decoder);
    decoder.on('error', () => undefined).destroy();
  }
}

function reasonOf(decoder: Transform | null): 'bad_encoding' | 'request_aborted' {
  return decoder === null ? 'request_aborted' : 'bad_encoding';
}
