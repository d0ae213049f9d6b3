import { isUtf8 } from 'node:buffer';
import type { IncomingMessage } from 'node:http';
import type { Readable, Transform } from 'node:stream';
import { createBrotliDecompress, createGunzip, createInflate } from 'node:zlib';
import { Injectable } from '@nestjs/common';
import { AppConfig } from '../config/app-config.js';
import { rememberBodyBytes } from './body-bytes.js';
import { BodyRefused } from './body-refused.js';
import { InFlight, type Reservation } from './in-flight.js';
import { parseJsonBody } from './json-body.js';
import { type BodyFormat, bodyFormatOf } from './media-type.js';

const DECODERS: Readonly<Record<string, () => Transform>> = {
  gzip: createGunzip,
  deflate: createInflate,
  br: createBrotliDecompress,
};

interface Bounds {
  readonly room: Reservation;
  readonly maxBytes: number;
}

/** Many times what credentials need. */
const MAX_FORM_BYTES = 16_384;

/** Reads bodies: JSON, and forms where a route takes them, in UTF-8 only, up to the configured size after decompression, and no more of them at once than fit.
 * Everything else is refused: a body that a route would take for missing is worse than an error. */
@Injectable()
export class BodyReader {
  constructor(
    private readonly config: AppConfig,
    private readonly inFlight: InFlight,
  ) {}

  /** Reads and parses a body. What it takes in memory counts as under way until the response is closed.
   * @param formats those that the route takes
   * @param done calls back when the response is closed
   * @returns undefined where the request has none; `URLSearchParams` of a form
   * @throws BodyRefused
   * @throws Overloaded where bodies under way leave no room for it */
  async read(
    request: IncomingMessage,
    formats: readonly BodyFormat[],
    done: (release: () => void) => void,
  ): Promise<unknown> {
    if (!hasBody(request)) return undefined;
    const { headers } = request;
    const format = bodyFormatOf(headers['content-type']);
    if (format === null || !formats.includes(format)) throw new BodyRefused('unsupported_media_type');
    const encoding = (headers['content-encoding'] ?? 'identity').trim().toLowerCase();
    const decoder = Object.hasOwn(DECODERS, encoding) ? DECODERS[encoding] : undefined;
    if (decoder === undefined && encoding !== 'identity') throw new BodyRefused('unsupported_encoding');
    const announced = Number(headers['content-length'] ?? 0);
    const maxBytes = format === 'form' ? MAX_FORM_BYTES : this.config.maxBodyBytes;
    if (announced > maxBytes) throw new BodyRefused('body_too_large');
    const room = this.inFlight.open(announced);
    done(() => room.release());
    const bytes = await this.collect(request, decoder?.() ?? null, { room, maxBytes });
    if (!isUtf8(bytes)) throw new BodyRefused('invalid_utf8');
    rememberBodyBytes(request, bytes.length);
    return format === 'form' ? new URLSearchParams(bytes.toString()) : parseJsonBody(bytes);
  }

  /** Stops reading at the first byte too many, whatever was announced. */
  private async collect(
    request: IncomingMessage,
    decoder: Transform | null,
    { room, maxBytes }: Bounds,
  ): Promise<Buffer> {
    const source: Readable = decoder === null ? request : request.pipe(decoder);
    try {
      return await new Promise<Buffer>((resolve, reject) => {
        const chunks: Buffer[] = [];
        let length = 0;
        source.on('data', (chunk: Buffer) => {
          length += chunk.length;
          if (length > maxBytes) return reject(new BodyRefused('body_too_large'));
          chunks.push(chunk);
          try {
            room.grow(chunk.length);
          } catch (error) {
            reject(error);
          }
        });
        source.once('end', () => resolve(chunks.length === 1 && chunks[0] ? chunks[0] : Buffer.concat(chunks, length)));
        source.once('error', (error) => reject(new BodyRefused(reasonOf(decoder), { cause: error })));
        request.once('close', () => {
          if (!request.complete) reject(new BodyRefused('request_aborted'));
        });
      });
    } catch (error) {
      source.removeAllListeners('data');
      if (decoder !== null) request.unpipe(decoder);
      decoder?.on('error', () => undefined).destroy();
      throw error;
    }
  }
}

function reasonOf(decoder: Transform | null): 'bad_encoding' | 'request_aborted' {
  return decoder === null ? 'request_aborted' : 'bad_encoding';
}

/** Whether a request announces a body. */
export function hasBody({ headers }: IncomingMessage): boolean {
  return headers['transfer-encoding'] !== undefined || Number(headers['content-length'] ?? 0) > 0;
}
