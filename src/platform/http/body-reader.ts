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

const DECODERS: Readonly<Record<string, () => Transform>> = {
  gzip: createGunzip,
  deflate: createInflate,
  br: createBrotliDecompress,
};

/** Reads bodies: JSON in UTF-8 only, up to the configured size after decompression, and no more of them at once than fit.
 * Everything else is refused: a body that a route would take for missing is worse than an error. */
@Injectable()
export class BodyReader {
  constructor(
    private readonly config: AppConfig,
    private readonly inFlight: InFlight,
  ) {}

  /** Reads and parses a body. What it takes in memory counts as under way until the response is closed.
   * @param done calls back when the response is closed
   * @returns undefined where the request has none
   * @throws BodyRefused
   * @throws Overloaded where bodies under way leave no room for it */
  async read(request: IncomingMessage, done: (release: () => void) => void): Promise<unknown> {
    if (!hasBody(request)) return undefined;
    const { headers } = request;
    if (!isJson(headers['content-type'])) throw new BodyRefused('unsupported_media_type');
    const encoding = (headers['content-encoding'] ?? 'identity').trim().toLowerCase();
    const decoder = Object.hasOwn(DECODERS, encoding) ? DECODERS[encoding] : undefined;
    if (decoder === undefined && encoding !== 'identity') throw new BodyRefused('unsupported_encoding');
    const announced = Number(headers['content-length'] ?? 0);
    if (announced > this.config.maxBodyBytes) throw new BodyRefused('body_too_large');
    const room = this.inFlight.open(announced);
    done(() => room.release());
    const bytes = await this.collect(request, decoder?.() ?? null, room);
    if (!isUtf8(bytes)) throw new BodyRefused('invalid_utf8');
    rememberBodyBytes(request, bytes.length);
    return parseJsonBody(bytes);
  }

  /** Stops reading at the first byte too many, whatever was announced. */
  private async collect(request: IncomingMessage, decoder: Transform | null, room: Reservation): Promise<Buffer> {
    const source: Readable = decoder === null ? request : request.pipe(decoder);
    try {
      return await new Promise<Buffer>((resolve, reject) => {
        const chunks: Buffer[] = [];
        let length = 0;
        source.on('data', (chunk: Buffer) => {
          length += chunk.length;
          if (length > this.config.maxBodyBytes) return reject(new BodyRefused('body_too_large'));
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

/** application/json, its charset absent or UTF-8: other charsets smuggle past scanners. */
function isJson(contentType = ''): boolean {
  const [type = '', ...parameters] = contentType
    .toLowerCase()
    .split(';')
    .map((part) => part.trim());
  const charset = parameters.find((parameter) => parameter.startsWith('charset='))?.slice('charset='.length);
  return type === 'application/json' && ['utf-8', 'utf8', '"utf-8"', undefined].includes(charset);
}
