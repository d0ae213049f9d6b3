import type { Engine } from '../commands/engine.js';
import { hintOf, openFind } from '../commands/read-commands.js';
import { concernsCursorOf } from './cursor-routing.js';
import { documentOption } from '../commands/options.js';
import { openQuery, type Query } from '../query/open-query.js';
import type { Plan } from '../query/planner.js';
import { hasMoreThan, numberPrefix, prefixRange } from '../storage/environment.js';
import type { Request } from '../wire/op-msg.js';

/** Up to so many documents any read is short, wherever it runs. */
const FEW_DOCUMENTS = 2000;

/** Whether a read may take so long that it belongs into the reader's thread: an aggregate, or a scan that an index
 * doesn't bound, of more than a few documents. A malformed request is short: it fails at once.
 * @param engine the engine of the thread that would run it otherwise */
export function isLongRead(engine: Engine, request: Request): boolean {
  if (request.command === 'getMore' || request.command === 'killCursors') return concernsCursorOf(request, 1);
  const name = request.body[request.command];
  if (typeof name !== 'string') return false;
  engine.env.refresh();
  const collection = engine.catalogue.find(request.db, name);
  if (collection === undefined) return false;
  if (!hasMoreThan(engine.env.documents, prefixRange(numberPrefix(collection.id)), FEW_DOCUMENTS)) return false;
  if (request.command === 'aggregate') return true;
  try {
    if (request.command === 'find')
      return !isShort(openFind(engine, collection, request).execution.plan, request.command);
    const { body } = request;
    const query: Query = { filter: documentOption(body, 'query'), hint: hintOf(body) };
    return !isShort(openQuery(engine, collection, query).plan, request.command);
  } catch {
    return false;
  }
}

/** A few documents by key, or a batch that streams in order out of an index, every entry being a match. */
function isShort({ ranges, isExact, isSorted }: Plan, command: string): boolean {
  if (ranges.every(({ isPoint }) => isPoint === true)) return true;
  return command === 'find' && isExact && isSorted;
}
