import type { Response } from 'express';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';

/** Sends an answer as its text arises. Its headers, which are set, go out at once; as fast as the client reads, no faster, goes the rest.
 * @param textsUntil the text, piece by piece; the signal it gets is aborted when the client has gone away
 * @throws what the text's source throws: the answer is broken off then */
export async function sendStream(
  response: Response,
  textsUntil: (gone: AbortSignal) => AsyncIterable<string>,
): Promise<void> {
  const gone = new AbortController();
  response.once('close', () => gone.abort());
  response.flushHeaders();
  if (response.req.method === 'HEAD') return void response.end();
  try {
    await pipeline(Readable.from(textsUntil(gone.signal)), response);
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'ERR_STREAM_PREMATURE_CLOSE')) throw error;
  }
}
