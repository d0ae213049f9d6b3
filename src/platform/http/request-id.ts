import { randomUUID } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';

const HEADER = 'X-Request-Id';
const ACCEPTABLE = /^[\w.-]{1,64}$/;

/** The request's id, as the log and error answers name it. */
export function requestIdOf(request: IncomingMessage): string | undefined {
  const id: unknown = Reflect.get(request, 'id');
  return typeof id === 'string' ? id : undefined;
}

/** Gives a request its id, where it has none yet: the caller's own where that is harmless, else a new one. The answer
 * carries it. */
export function assignRequestId(request: IncomingMessage, response: ServerResponse): string {
  const assigned = requestIdOf(request);
  if (assigned !== undefined) return assigned;
  const given = request.headers[HEADER.toLowerCase()];
  const id = typeof given === 'string' && ACCEPTABLE.test(given) ? given : randomUUID();
  Reflect.set(request, 'id', id);
  response.setHeader(HEADER, id);
  return id;
}
