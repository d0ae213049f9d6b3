import { setImmediate } from 'node:timers/promises';

/** Joins texts to pieces of a size that is worth sending. After each piece everything else gets its turn: texts that
 * are there already would come one after the other without a pause.
 * @param size characters from which on a piece is sent
 * @yields what was given, in order, in fewer pieces */
export async function* inChunks(texts: AsyncIterable<string>, size: number): AsyncGenerator<string> {
  let held = '';
  for await (const text of texts) {
    held += text;
    if (held.length < size) continue;
    yield held;
    held = '';
    await setImmediate();
  }
  if (held !== '') yield held;
}
