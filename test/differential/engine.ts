import mongoose, { type mongo } from 'mongoose';
import type { Case } from './cases.js';
import { type Doc, OBJECT_IDS } from './generators/values.js';

const { EJSON } = mongoose.mongo.BSON;
/** Answers keep the BSON type of every value. */
const TYPED = { promoteValues: false, promoteBuffers: false, bsonRegExp: true } as const;

/** What stands for an answer that never came, because the engine broke off the connection. */
export const BROKEN_OFF = 'the connection was broken off';

/** What an engine made of a case, as text that is equal where the engines agree. */
export interface Outcome {
  /** The answer as canonical extended JSON, field order included; undefined for an error. */
  readonly answer: string | undefined;
  /** The error's code and message. */
  readonly error: { readonly code: number; readonly message: string } | undefined;
  /** All documents afterwards, where the command writes. */
  readonly stored: string | undefined;
}

/** One of the two engines. */
export class Engine {
  private readonly db: mongo.Db;

  /** @param isDropping whether collections are dropped before each case, or emptied */
  constructor(
    client: mongo.MongoClient,
    private readonly isDropping: boolean,
  ) {
    this.db = client.db(`differential_${process.pid}`);
  }

  /** Puts the case's documents in place, runs its command and looks at what is left.
   * @param collection which no other case uses meanwhile */
  async run(given: Case, collection: string): Promise<Outcome> {
    for (;;) {
      try {
        return await this.attempt(given, collection);
      } catch (error) {
        // A connection that breaks off takes others with it.
        if (!(error instanceof mongoose.mongo.MongoNetworkError)) throw error;
      }
    }
  }

  private async attempt({ documents, command, isUnordered }: Case, collection: string): Promise<Outcome> {
    await this.empty(collection);
    const { n } = await this.db.command({ insert: collection, documents: [...documents] });
    if (n !== documents.length) throw new Error(`${n} of ${documents.length} documents were inserted`);
    const [name = ''] = Object.keys(command);
    const reply = await this.reply({ ...command, [name]: collection });
    const isRead = name === 'find' || name === 'distinct' || name === 'aggregate';
    const stored = isRead ? undefined : await this.everything(collection);
    if (reply instanceof mongoose.mongo.MongoServerError) {
      return { answer: undefined, error: { code: Number(reply.code), message: reply.message }, stored };
    }
    const [failure] = (reply['writeErrors'] ?? []) as { code: unknown; errmsg: unknown }[];
    const error = failure && { code: Number(failure.code), message: String(failure.errmsg) };
    const answer = error === undefined ? answerText(name, reply, isUnordered) : undefined;
    return { answer, error, stored };
  }

  /** Drops what was used. */
  async clear(): Promise<void> {
    await this.db.dropDatabase();
  }

  private async reply(command: Doc): Promise<Doc | mongo.MongoServerError> {
    try {
      return await this.db.command(command, TYPED);
    } catch (error) {
      if (error instanceof mongoose.mongo.MongoServerError) return error;
      // It broke off: that is its answer, too.
      if (error instanceof mongoose.mongo.MongoNetworkError && error.name !== 'MongoPoolClearedError')
        return new mongoose.mongo.MongoServerError({ message: BROKEN_OFF });
      throw error;
    }
  }

  /** Emptied by deleting, the second engine has a natural order of its own; dropping costs the embedded one a new file table. */
  private async empty(collection: string): Promise<void> {
    // Where there is nothing to drop, the answer is an error.
    if (this.isDropping) await this.reply({ drop: collection });
    else await this.db.command({ delete: collection, deletes: [{ q: {}, limit: 0 }] });
  }

  private async everything(collection: string): Promise<string> {
    const { cursor } = await this.db.command({ find: collection, sort: { _id: 1 } }, TYPED);
    return listText(cursor.firstBatch, false);
  }
}

function answerText(name: string, reply: Doc, isUnordered: boolean): string {
  if (name === 'find' || name === 'aggregate') {
    return listText((reply['cursor'] as { firstBatch: Doc[] }).firstBatch, isUnordered);
  }
  if (name === 'distinct') return listText(reply['values'] as unknown[], true);
  // The second engine gives a lastErrorObject only where it changed something that was there.
  const { n, nModified, upserted, value } = reply;
  return text({ n, nModified, upserted, value });
}

function listText(values: readonly unknown[], isUnordered: boolean): string {
  const texts = values.map(text);
  return `[${(isUnordered ? texts.sort() : texts).join(', ')}]`;
}

/** Ids that an engine made are all the same; what `$addToSet` gathered has no order. */
function text(value: unknown): string {
  const sorted = JSON.parse(EJSON.stringify({ value }, { relaxed: false }), (name, part: unknown) =>
    name === 'set' && Array.isArray(part) ? part.map((item) => JSON.stringify(item)).sort() : part,
  ) as { value: unknown };
  return JSON.stringify(sorted.value)?.replaceAll(/\{"\$oid":"([0-9a-f]{24})"\}/g, (whole, hex: string) =>
    (OBJECT_IDS as readonly string[]).includes(hex) ? whole : '{"$oid":"made"}',
  );
}
