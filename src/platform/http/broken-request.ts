import { randomUUID } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import { problemOf } from '../errors/problem.js';
import { type RequestFault, RequestRefused } from '../errors/request-refused.js';
import { assignRequestId } from './request-id.js';

/** What Node's parser says, with the bytes that it choked on. */
interface ParserError extends Error {
  readonly code?: string;
  readonly rawPacket?: Buffer;
}

const MEDIA_TYPE = 'application/problem+json; charset=utf-8';

/** A first line that is longer than this is what made the headers too large. */
const LONG_LINE_BYTES = 8192;

/** Answers what could not be read as HTTP and ends the connection: where the next request would begin, nobody knows. */
export function answerBrokenRequest(error: ParserError, socket: Duplex): void {
  if (!(socket instanceof Socket) || error.code === 'ECONNRESET' || !socket.writable || hasAnswerBegun(socket)) {
    socket.destroy();
    return;
  }
  const { status, text } = problemText(faultOf(error), randomUUID());
  const head = `HTTP/1.1 ${status}\r\nContent-Type: ${MEDIA_TYPE}\r\nContent-Length: ${Buffer.byteLength(text)}`;
  socket.write(`${head}\r\nConnection: close\r\n\r\n${text}`);
  socket.destroySoon();
}

/** Answers a request that expects something else than 100-continue. */
export function answerExpectation(request: IncomingMessage, response: ServerResponse): void {
  const { status, text } = problemText('expectation_failed', assignRequestId(request, response));
  response.writeHead(Number.parseInt(status, 10), { 'Content-Type': MEDIA_TYPE, Connection: 'close' }).end(text);
}

function faultOf({ code, rawPacket }: ParserError): RequestFault {
  if (code === 'ERR_HTTP_REQUEST_TIMEOUT') return 'request_timeout';
  if (code !== 'HPE_HEADER_OVERFLOW') return 'malformed_request';
  const end = rawPacket?.indexOf('\n') ?? 0;
  return end < 0 || end > LONG_LINE_BYTES ? 'uri_too_long' : 'headers_too_large';
}

/** Words in the middle of another answer would be taken for a part of it. */
function hasAnswerBegun(socket: Socket): boolean {
  const answer: unknown = Reflect.get(socket, '_httpMessage');
  return typeof answer === 'object' && answer !== null && Reflect.get(answer, 'headersSent') === true;
}

function problemText(fault: RequestFault, requestId: string): { status: string; text: string } {
  const { body } = problemOf(new RequestRefused(fault));
  return { status: `${body.status} ${body.title}`, text: JSON.stringify({ ...body, requestId }) };
}
