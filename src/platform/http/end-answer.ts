import type { IncomingMessage, ServerResponse } from 'node:http';
import { hasBody } from './body-reader.js';

/** A rest that is this short is read and thrown away, for the connection's sake. */
const SHORT_BYTES = 1_048_576;
/** How long a client may go on sending what nobody reads. */
const LINGER_MS = 1000;

/** Sends an answer whose headers are set. Where the request is still arriving and long, the connection ends with it, a
 * moment later: under the hands of somebody who is sending, it would break before the answer is seen. */
export function endAnswer(request: IncomingMessage, response: ServerResponse, text: string): void {
  response.setHeader('Content-Length', Buffer.byteLength(text));
  const isArriving = hasBody(request) && !request.complete;
  if (isArriving) request.resume();
  const isEnding = response.getHeader('Connection') === 'close';
  if (!isArriving || (isShort(request) && !isEnding)) {
    response.end(request.method === 'HEAD' ? undefined : text);
    return;
  }
  response.setHeader('Connection', 'close');
  response.write(text);
  const end = (): void => void response.end();
  request.once('close', end).once('end', end);
  setTimeout(end, LINGER_MS).unref();
}

function isShort({ headers }: IncomingMessage): boolean {
  return headers['transfer-encoding'] === undefined && Number(headers['content-length']) <= SHORT_BYTES;
}
