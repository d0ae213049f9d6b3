import mongoose, { type mongo } from 'mongoose';

/** A document of the load; `undefined` in its place: there is none. */
interface Row {
  readonly _id: string;
  readonly n: number;
  readonly tag: string;
  readonly tags: readonly string[];
  readonly u: string;
}
type State = string | undefined;

const IDS_A_WRITER = 400;
const IDS_A_COMMAND = 40;
const INDEXES: mongo.IndexDescription[] = [
  { key: { tag: 1, n: -1 } },
  { key: { tags: 1 } },
  { key: { u: 1 }, unique: true },
  { key: { 'no.where': 1 }, sparse: true },
];

/** Inserts, updates and deletes, some of each, by several writers whose documents are their own, noting down what was acknowledged. */
export class MixedLoad {
  /** What a document may be: one state where the last write to it was acknowledged, two where its answer never came. */
  private readonly allowed = new Map<string, readonly State[]>();
  /** Commands that were acknowledged. */
  acknowledged = 0;

  /** @param writers at once @param random uniform in 0-1 */
  constructor(
    private readonly writers: number,
    private readonly random: () => number,
  ) {}

  /** Writes until the server dies. */
  async runUntilDeath(uri: string): Promise<void> {
    const client = new mongoose.mongo.MongoClient(uri, { serverSelectionTimeoutMS: 500 });
    const rows = client.db('test').collection<Row>('rows');
    await rows.createIndexes(INDEXES).catch(() => undefined);
    await Promise.allSettled(Array.from({ length: this.writers }, async (_, writer) => this.write(rows, writer)));
    await client.close();
  }

  /** Reads everything and holds it against what was acknowledged; what is found is what counts from now on.
   * @returns documents that are in no state in which they may be */
  async losses(uri: string): Promise<string[]> {
    const client = new mongoose.mongo.MongoClient(uri);
    try {
      const rows = await client.db('test').collection<Row>('rows').find({}).toArray();
      const found = new Map(rows.map((row) => [row._id, stateOf(row)]));
      const lost = [...this.allowed].filter(([id, states]) => !states.includes(found.get(id))).map(([id]) => id);
      const unknown = [...found.keys()].filter((id) => !this.allowed.has(id));
      for (const id of this.allowed.keys()) this.allowed.set(id, [found.get(id)]);
      return [...lost, ...unknown];
    } finally {
      await client.close();
    }
  }

  private async write(rows: mongo.Collection<Row>, writer: number): Promise<never> {
    for (;;) {
      const ids = Array.from({ length: IDS_A_COMMAND }, () => `${writer}-${Math.floor(this.random() * IDS_A_WRITER)}`);
      const there = [...new Set(ids)].filter((id) => this.allowed.get(id)?.[0] !== undefined);
      const absent = [...new Set(ids)].filter((id) => this.allowed.get(id)?.[0] === undefined);
      const kind = this.random();
      if (kind < 0.45 && absent.length > 0) await this.insert(rows, absent);
      else if (kind < 0.8 && there.length > 0) await this.update(rows, there);
      else if (there.length > 0) await this.delete(rows, there);
    }
  }

  private async insert(rows: mongo.Collection<Row>, ids: readonly string[]): Promise<void> {
    const made = ids.map((_id) => this.row(_id));
    await this.acknowledge(new Map(made.map((row) => [row._id, stateOf(row)])), async () => rows.insertMany(made));
  }

  private async update(rows: mongo.Collection<Row>, ids: readonly string[]): Promise<void> {
    const made = ids.map((_id) => this.row(_id));
    const updates = made.map(({ _id, ...$set }) => ({ updateOne: { filter: { _id }, update: { $set } } }));
    await this.acknowledge(new Map(made.map((row) => [row._id, stateOf(row)])), async () => rows.bulkWrite(updates));
  }

  private async delete(rows: mongo.Collection<Row>, ids: readonly string[]): Promise<void> {
    await this.acknowledge(new Map(ids.map((id) => [id, undefined])), async () =>
      rows.deleteMany({ _id: { $in: [...ids] } }),
    );
  }

  private async acknowledge(after: ReadonlyMap<string, State>, run: () => Promise<unknown>): Promise<void> {
    for (const [id, state] of after) this.allowed.set(id, [this.allowed.get(id)?.[0], state]);
    await run();
    this.acknowledged++;
    for (const [id, state] of after) this.allowed.set(id, [state]);
  }

  private row(_id: string): Row {
    const n = Math.floor(this.random() * 1000);
    return { _id, n, tag: `t${n % 11}`, tags: [`a${n % 3}`, `b${n % 7}`], u: `${_id}/${n}` };
  }
}

function stateOf({ _id, n, tag, tags, u }: Row): string {
  return JSON.stringify([_id, n, tag, tags, u]);
}
