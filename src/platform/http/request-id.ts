import { randomUUID } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';

const HEADER = 'X-Request-Id';
const ACCEPTABLE = /^[\w.-]{1,64}$/;

/** The request's id, as the log and error answers name it. */
export function requestIdOf(request: IncomingMessage): string {
  const id: unknown = Reflect.get(request, 'id');
  return typeof id === 'string' ? id : 'unknown';
}

/** Takes the caller's id where it is harmless, else makes one; the answer carries it. */
export function assignRequestId(request: IncomingMessage, response: ServerResponse): string {
  const given = request.headers[HEADER.toLowerCase()];
  const id = typeof given === 'string' && ACCEPTABLE.test(given) ? given : randomUUID();
  response.setHeader(HEADER, id);
  return id;
}
