import type { Doc } from '../../../src/embedded-mongo/bson/bson.js';
import { duplicateKey } from './errors.js';
import { equalities, fieldsOfNew, keyText, type UpdateStatement } from './statement.js';
import type { UniqueIndex, UniqueIndexes } from './unique-indexes.js';

/** A document that an upsert may insert, named by a unique index. */
interface Wanted {
  readonly key: string;
  readonly index: UniqueIndex;
  readonly keyValue: Doc;
  /** mongod repeats the upsert by itself: the filter's equality fields are exactly those of the index. */
  readonly isExact: boolean;
}

/** An upsert that has looked and not written yet. */
interface Rival {
  readonly settled: Promise<ReadonlySet<string>>;
}

/** Upserts of one slice that are under way. */
export interface Claim {
  /** Whether any of the documents may be new: only then is there a race. */
  readonly isRace: boolean;
  /** Waits for those that were under way before.
   * @returns by the statement's index, the duplicate key that it is told of */
  lost(): Promise<Map<number, Doc>>;
  /** Ends the claim. @param inserted the statements that inserted their document, by index; none where all failed */
  end(ran: ReadonlySet<number>, inserted: ReadonlySet<number>): void;
}

const MOST_KNOWN = 200_000;

/** Lets upserts of the same new document lose as mongod does: all that have looked before the winner has written
 * found nothing; each but the winner then meets a duplicate key, and is told so unless its filter is exactly the
 * unique index. */
export class UpsertRaces {
  /** How many upserts were told of a duplicate key. */
  lost = 0;
  private readonly underWay = new Map<string, Set<Rival>>();
  /** Documents that are there, as far as was seen: nobody races over them. */
  private readonly known = new Set<string>();

  constructor(private readonly indexes: UniqueIndexes) {}

  /** Forgets which documents are there: a collection or a database was dropped. */
  forget(): void {
    this.known.clear();
  }

  /** Begins the upserts among some statements: they look now.
   * @param statements by their index in the command; those that don't upsert are left alone */
  begin(namespace: string, statements: ReadonlyMap<number, UpdateStatement>): Claim {
    const wanted = new Map<number, readonly Wanted[]>();
    for (const [at, statement] of statements) {
      if (statement.isUpsert) wanted.set(at, this.wantedBy(namespace, statement));
    }
    const keys = new Set([...wanted.values()].flat().map(({ key }) => key));
    const before = new Set([...keys].flatMap((key) => [...(this.underWay.get(key) ?? [])]));
    const settlers: ((inserted: ReadonlySet<string>) => void)[] = [];
    const own: Rival = { settled: new Promise((resolve) => void settlers.push(resolve)) };
    for (const key of keys) this.underWay.set(key, (this.underWay.get(key) ?? new Set<Rival>()).add(own));
    return {
      isRace: keys.size > 0,
      lost: async () => this.losers(namespace, wanted, before),
      end: (ran, inserted) => {
        const keysOf = (ats: ReadonlySet<number>): string[] =>
          [...ats].flatMap((at) => wanted.get(at) ?? []).map(({ key }) => key);
        for (const key of keysOf(ran)) this.remember(key);
        for (const key of keys) this.leave(key, own);
        settlers[0]?.(new Set(keysOf(inserted)));
      },
    };
  }

  private wantedBy(namespace: string, statement: UpdateStatement): Wanted[] {
    const equal = equalities(statement.filter);
    const fields = fieldsOfNew(statement);
    return this.indexes
      .of(namespace)
      .filter(({ fields: names }) => names.every((name) => fields.has(name)))
      .map((index) => {
        const values = index.fields.map((name) => fields.get(name));
        const isExact = equal.size === index.fields.length && index.fields.every((name) => equal.has(name));
        const keyValue = Object.fromEntries(index.fields.map((name) => [name, fields.get(name)]));
        return { key: keyText(`${namespace}.${index.name}`, values), index, keyValue, isExact };
      })
      .filter(({ key }) => !this.known.has(key));
  }

  private async losers(
    namespace: string,
    wanted: ReadonlyMap<number, readonly Wanted[]>,
    before: ReadonlySet<Rival>,
  ): Promise<Map<number, Doc>> {
    const inserted = new Set<string>();
    for (const { settled } of before) for (const key of await settled) inserted.add(key);
    const lost = new Map<number, Doc>();
    for (const [at, documents] of wanted) {
      const met = documents.find(({ key, isExact }) => inserted.has(key) && !isExact);
      if (met !== undefined) lost.set(at, duplicateKey(namespace, met.index.name, met.keyValue));
    }
    this.lost += lost.size;
    return lost;
  }

  private remember(key: string): void {
    if (this.known.size > MOST_KNOWN) this.known.clear();
    this.known.add(key);
  }

  private leave(key: string, own: Rival): void {
    const rivals = this.underWay.get(key);
    rivals?.delete(own);
    if (rivals?.size === 0) this.underWay.delete(key);
  }
}
