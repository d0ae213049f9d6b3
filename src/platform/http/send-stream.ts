import type { Response } from 'express';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { beyondAnswerTime } from '../answer-time.js';
import { watchStream, type StreamTerms } from './watch-stream.js';

/** Sends an answer as its text arises. Its headers, which are set, go out at once; as fast as the client reads, no
 * faster, goes the rest.
 * @param textsUntil the text, piece by piece; the signal it gets is aborted when the client has gone away, or the
 * terms don't hold any more
 * @param terms under which the answer goes on; where they end it, it is broken off
 * @throws what the text's source throws: the answer is broken off then */
export async function sendStream(
  response: Response,
  textsUntil: (gone: AbortSignal) => AsyncIterable<string>,
  terms: StreamTerms,
): Promise<void> {
  const gone = new AbortController();
  response.once('close', () => gone.abort());
  response.flushHeaders();
  if (response.req.method === 'HEAD') return void response.end();
  const watch = watchStream(response, terms);
  try {
    await beyondAnswerTime(async () => pipeline(Readable.from(textsUntil(gone.signal)), response));
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'ERR_STREAM_PREMATURE_CLOSE')) throw error;
  } finally {
    watch.end();
  }
}
