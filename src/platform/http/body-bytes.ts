import type { IncomingMessage } from 'node:http';

const BODY_BYTES = Symbol('BODY_BYTES');

/** Notes how long a request's body is, after decompression. */
export function rememberBodyBytes(request: IncomingMessage, bytes: number): void {
  Reflect.set(request, BODY_BYTES, bytes);
}

/** @returns bytes of a request's body, after decompression; 0 without one */
export function bodyBytesOf(request: IncomingMessage): number {
  const bytes: unknown = Reflect.get(request, BODY_BYTES);
  return typeof bytes === 'number' ? bytes : 0;
}
