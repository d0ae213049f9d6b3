import { isUtf8 } from 'node:buffer';
import type { IncomingMessage } from 'node:http';
import type { Transform } from 'node:stream';
import { createBrotliDecompress, createGunzip, createInflate } from 'node:zlib';
import { Injectable } from '@nestjs/common';
import { AppConfig } from '../config/app-config.js';
import { leastSpeedOf, maxBytesOf, type RouteBodies } from './body-bounds.js';
import { BodyIntake } from './body-intake.js';
import { BodyRates } from './body-rates.js';
import { BodyRefused } from './body-refused.js';
import { senderOf } from './body-sender.js';
import { InFlight } from './in-flight.js';
import { parseJsonBody } from './json-body.js';
import { bodyFormatOf } from './media-type.js';

const DECODERS: Readonly<Record<string, () => Transform>> = {
  gzip: createGunzip,
  deflate: createInflate,
  br: createBrotliDecompress,
};

/** Reads bodies: JSON, and forms where a route takes them, in UTF-8 only, up to a size after decompression, and no
 * more of them at once than fit. Everything else is refused: a body that a route would take for missing is worse
 * than an error. */
@Injectable()
export class BodyReader {
  constructor(
    private readonly config: AppConfig,
    private readonly inFlight: InFlight,
    private readonly rates: BodyRates,
  ) {}

  /** Reads and parses a body. What it takes in memory counts as under way until the response is closed.
   * @param route what it takes
   * @param done calls back when the response is closed
   * @returns undefined where the request has none; `URLSearchParams` of a form
   * @throws BodyRefused
   * @throws Overloaded where bodies under way leave no room for it
   * @throws RateLimited where its organization sends more than it may
   * @throws RequestRefused where it arrives too slowly */
  async read(request: IncomingMessage, route: RouteBodies, done: (release: () => void) => void): Promise<unknown> {
    if (!hasBody(request)) return undefined;
    const { headers } = request;
    const format = bodyFormatOf(headers['content-type']);
    if (format === null || !route.formats.includes(format)) throw new BodyRefused('unsupported_media_type');
    const sender = senderOf(request);
    const decoder = decoderOf(headers['content-encoding'], sender.isStranger);
    const announced = Number(headers['content-length'] ?? 0);
    const maxBytes = maxBytesOf(route, { format, isStranger: sender.isStranger }, this.config);
    if (announced > maxBytes) throw new BodyRefused('body_too_large');
    const meter = this.rates.open(sender, announced);
    const room = this.inFlight.open(sender, announced);
    done(() => room.release());
    const bounds = { room, meter, maxBytes, leastSpeed: leastSpeedOf(sender.isStranger, this.config) };
    try {
      const bytes = await new BodyIntake(request, decoder?.() ?? null, bounds).collect();
      if (!isUtf8(bytes)) throw new BodyRefused('invalid_utf8');
      return format === 'form' ? new URLSearchParams(bytes.toString()) : await parseJsonBody(bytes, route.shape);
    } catch (error) {
      // The answer may take a moment to go out; what was collected is gone already.
      room.release();
      throw error;
    }
  }
}

/** @returns undefined where nothing is to be decompressed
 * @throws BodyRefused */
function decoderOf(contentEncoding = 'identity', isStranger: boolean): (() => Transform) | undefined {
  const encoding = contentEncoding.trim().toLowerCase();
  if (encoding === 'identity') return undefined;
  // A few bytes of a stranger's must not become thousands of times as many.
  if (isStranger) throw new BodyRefused('unsupported_encoding', { acceptedEncodings: 'identity' });
  const decoder = Object.hasOwn(DECODERS, encoding) ? DECODERS[encoding] : undefined;
  if (decoder === undefined) {
    throw new BodyRefused('unsupported_encoding', { acceptedEncodings: Object.keys(DECODERS).join(', ') });
  }
  return decoder;
}

/** Whether a request announces a body. */
export function hasBody({ headers }: IncomingMessage): boolean {
  return headers['transfer-encoding'] !== undefined || Number(headers['content-length'] ?? 0) > 0;
}
