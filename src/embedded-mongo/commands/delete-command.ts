import { decodeTyped, type Doc, Int32, isPlainObject, numberOf } from '../bson/bson.js';
import { MongoError } from '../errors.js';
import { execute } from '../query/execute.js';
import { checkFilter, openQuery } from '../query/open-query.js';
import { documentsIn, type Request } from '../wire/op-msg.js';
import { type Batch, checkBatchSize, checkStatements, errorItem } from './batch.js';
import type { Engine } from './engine.js';
import { checkOptions, collectionName } from './options.js';
import { hintOf } from './read-commands.js';
import { bindFilter, variablesOf } from './variables.js';
import { STEP_DOCUMENTS, Unfinished } from './unfinished.js';

/** How far a batch of deletes has come. */
interface Progress {
  /** The statement that is next, or under way. */
  readonly index: number;
  readonly n: number;
  readonly writeErrors: readonly Doc[];
}

/** What one pass over a statement did. */
interface Removal {
  readonly removed: number;
  readonly isDone: boolean;
}

/** `delete`: step by step, so that a large one lets other writes in between, as MongoDB does. */
export function deleteDocuments(engine: Engine, request: Request): Doc | Unfinished {
  checkOptions(request, ['deletes', 'ordered', 'let']);
  const deletes = documentsIn(request, 'deletes');
  checkBatchSize(deletes);
  checkStatements(deletes, ['q', 'limit', 'hint']);
  return run(engine, { request, items: deletes }, { index: 0, n: 0, writeErrors: [] });
}

function run(engine: Engine, batch: Batch, from: Progress): Doc | Unfinished {
  const { request, items } = batch;
  let { index, n } = from;
  const writeErrors = [...from.writeErrors];
  let budget = STEP_DOCUMENTS;
  let next = index;
  for (; index < items.length; index++) {
    try {
      const { removed, isDone } = removeSome(engine, request, items[index] as Buffer, budget);
      n += removed;
      budget -= removed;
      next = isDone ? index + 1 : index;
    } catch (error) {
      writeErrors.push(errorItem(index, error));
      next = index + 1;
      if (request.body['ordered'] !== false) break;
    }
    if (budget <= 0 && next < items.length) {
      const progress: Progress = { index: next, n, writeErrors };
      return new Unfinished(() => run(engine, batch, progress));
    }
  }
  return { n, ...(writeErrors.length > 0 ? { writeErrors } : {}), ok: 1 };
}

/** Deletes up to `budget` documents of a statement. */
function removeSome(engine: Engine, request: Request, raw: Buffer, budget: number): Removal {
  const statement = decodeTyped(raw);
  const asked = statement['q'];
  if (!isPlainObject(asked)) throw new MongoError(14, "BSON field 'delete.q' is the wrong type, expected an object");
  const filter = bindFilter(asked, variablesOf(request.body));
  const collection = engine.catalogue.find(request.db, collectionName(request));
  if (collection === undefined) {
    checkFilter(filter);
    return { removed: 0, isDone: true };
  }
  const limit = numberOf(statement['limit'] ?? new Int32(0));
  if (limit !== 0 && limit !== 1) throw new MongoError(9, 'The limit field in delete objects must be 0 or 1');
  let removed = 0;
  // Deleting what was read already doesn't disturb the walk: it goes on behind the last key.
  for (const { key, value } of execute(openQuery(engine, collection, { filter, hint: hintOf(statement) }))) {
    engine.store.remove(collection, key, value);
    removed++;
    if (limit === 1) break;
    if (removed >= budget) return { removed, isDone: false };
  }
  return { removed, isDone: true };
}
