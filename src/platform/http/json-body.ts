import { isUtf8 } from 'node:buffer';
import { Injectable, type NestMiddleware } from '@nestjs/common';
import express, { type NextFunction, type Request, type Response } from 'express';
import { AppConfig } from '../config/app-config.js';
import { rememberBodyBytes } from './body-bytes.js';
import { BodyRefused } from './body-refused.js';
import { InFlight } from './in-flight.js';

/** Parses JSON bodies, UTF-8 only, up to the configured size after decompression, and no more of them at once than fit.
 * Everything else is refused: a body that a route would take for missing is worse than an error. */
@Injectable()
export class JsonBody implements NestMiddleware<Request, Response> {
  private readonly parse: ReturnType<typeof express.json>;

  constructor(
    private readonly config: AppConfig,
    private readonly inFlight: InFlight,
  ) {
    this.parse = express.json({ limit: config.maxBodyBytes, verify: inspect });
  }

  use(request: Request, response: Response, next: NextFunction): void {
    if (!hasBody(request)) return next();
    if (!isJson(request.headers['content-type'])) return next(new BodyRefused('unsupported_media_type'));
    response.once('close', this.inFlight.reserve(this.roomFor(request)));
    this.parse(request, response, (error?: unknown) => next(error === undefined ? undefined : BodyRefused.from(error)));
  }

  /** A compressed or chunked body may become as large as any. */
  private roomFor({ headers }: Request): number {
    const announced = Number(headers['content-length'] ?? Number.NaN);
    const isPlain = headers['content-encoding'] === undefined && Number.isSafeInteger(announced);
    return isPlain ? Math.min(announced, this.config.maxBodyBytes) : this.config.maxBodyBytes;
  }
}

function hasBody({ headers }: Request): boolean {
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

function inspect(request: Parameters<typeof rememberBodyBytes>[0], _response: unknown, body: Buffer): void {
  if (!isUtf8(body)) throw new BodyRefused('invalid_utf8');
  rememberBodyBytes(request, body.length);
}
