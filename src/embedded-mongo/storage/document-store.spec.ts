import { rmSync } from 'node:fs';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Doc, encode, Long } from '../bson/bson.js';
import { fieldPath } from '../bson/path.js';
import { temporaryDirectory } from '../testing/temporary-server.js';
import { Catalogue, type Collection, type IndexSpec } from './catalogue.js';
import { DocumentStore, documentKeyOf } from './document-store.js';
import { Environment, numberPrefix, prefixRange, scan } from './environment.js';

let directory: string;
let env: Environment;
let catalogue: Catalogue;
let store: DocumentStore;
let collection: Collection;

const spec = (name: string, options: Partial<IndexSpec> = {}): IndexSpec => ({
  name,
  fields: [{ path: fieldPath(name), direction: 1 }],
  isUnique: false,
  isSparse: false,
  ...options,
});

beforeEach(() => {
  directory = temporaryDirectory();
  env = new Environment(directory);
  catalogue = new Catalogue(env);
  store = new DocumentStore(env, catalogue);
  collection = env.write(() => {
    const made = catalogue.create('db', 'coll');
    catalogue.addIndex(made, spec('plain'));
    return catalogue.addIndex(catalogue.find('db', 'coll')!, spec('code', { isUnique: true, isSparse: true }))
      .collection;
  });
});
afterEach(async () => {
  await env.close();
  rmSync(directory, { recursive: true, force: true });
});

const insert = (doc: Doc): void => env.write(() => store.insert(collection, encode(doc)));

/** All entries, as the `_id` keys they lead to, by index. */
function entries(): Record<string, string[]> {
  env.refresh();
  return Object.fromEntries(
    collection.indexes.map((index) => [
      index.name,
      [...scan(env.entries, prefixRange(numberPrefix(index.id)))].map((entry) =>
        documentKeyOf(collection, index, entry).toString('hex'),
      ),
    ]),
  );
}

const keyOf = (doc: Doc): string => store.keyOf(collection, encode(doc)).toString('hex');

describe(DocumentStore.name, () => {
  it('enters a document into every index and takes it out again', () => {
    const doc = { _id: 'x', plain: 1, code: 'c' };
    insert(doc);
    expect(entries()).toEqual({ plain: [keyOf(doc)], code: [keyOf(doc)] });
    expect(store.get(store.keyOf(collection, encode(doc)))?.equals(encode(doc))).toBe(true);
    env.write(() => store.remove(collection, store.keyOf(collection, encode(doc)), encode(doc)));
    expect(entries()).toEqual({ plain: [], code: [] });
    expect(store.get(store.keyOf(collection, encode(doc)))).toBeUndefined();
  });

  it('follows a change in the indexes that it touches', () => {
    const before = encode({ _id: 'x', plain: 1, code: 'c', other: 1 });
    const after = encode({ _id: 'x', plain: 2, other: 2 });
    env.write(() => store.insert(collection, before));
    const key = store.keyOf(collection, before);
    env.write(() => store.replace(collection, key, { before, after, touched: new Set(['plain', 'code', 'other']) }));
    expect(entries()).toEqual({ plain: [key.toString('hex')], code: [] });
    insert({ _id: 'y', code: 'c' });
  });

  it.each<{ what: string; doc: Doc; index: string }>([
    { what: 'the same _id', doc: { _id: 1 }, index: '_id_' },
    { what: 'an equal _id of another type', doc: { _id: Long.fromInt(1) }, index: '_id_' },
    { what: 'the same unique value', doc: { _id: 2, plain: 5, code: 'c' }, index: 'code' },
    { what: 'both', doc: { _id: 1, code: 'c' }, index: '_id_' },
  ])('refuses $what and changes nothing', ({ doc, index }) => {
    insert({ _id: 1, plain: 1, code: 'c' });
    const before = entries();
    expect(() => insert(doc)).toThrow(new RegExp(`E11000 .* index: ${index} dup key`));
    env.write(() => {
      expect(() => store.insert(collection, encode(doc))).toThrow(/E11000/);
    });
    expect(entries()).toEqual(before);
  });

  it('needs an _id', () => expect(() => store.keyOf(collection, encode({ a: 1 }))).toThrow(/_id/));

  it('remembers when an index gets several entries for a document', () => {
    expect(catalogue.find('db', 'coll')?.indexes.map(({ isMultikey }) => isMultikey)).toEqual([false, false]);
    insert({ _id: 1, plain: [1, 2] });
    expect(catalogue.find('db', 'coll')?.indexes.map(({ isMultikey }) => isMultikey)).toEqual([true, false]);
    expect(entries()['plain']).toHaveLength(2);
  });
});

describe(Catalogue.name, () => {
  it('never gives a number twice, whatever was dropped', () => {
    const numbers = env.write(() => {
      const first = catalogue.create('db', 'a');
      catalogue.drop(first);
      const second = catalogue.create('db', 'a');
      return [first.id, second.id, ...collection.indexes.map(({ id }) => id), collection.id];
    });
    expect(new Set(numbers).size).toBe(numbers.length);
  });

  it('forgets what a transaction took back', () => {
    expect(() =>
      env.write(() => {
        catalogue.create('db', 'lost');
        catalogue.addIndex(catalogue.find('db', 'coll')!, spec('lost'));
        expect(catalogue.find('db', 'lost')).toBeDefined();
        throw new Error('undo');
      }),
    ).toThrow('undo');
    env.refresh();
    expect(catalogue.find('db', 'lost')).toBeUndefined();
    expect(catalogue.find('db', 'coll')?.indexes).toHaveLength(2);
  });

  it('reads what another view of the database wrote', async () => {
    const other = new Environment(directory);
    const theirs = new Catalogue(other);
    expect(theirs.find('db', 'coll')?.id).toBe(collection.id);
    env.write(() => catalogue.dropIndex(catalogue.find('db', 'coll')!, collection.indexes[0]!));
    other.refresh();
    expect(theirs.find('db', 'coll')?.indexes.map(({ name }) => name)).toEqual(['code']);
    expect(theirs.doomed()).toMatchObject([{ table: 'entries', id: collection.indexes[0]!.id }]);
    await other.close();
  });

  it('lists by database and name', () => {
    env.write(() => {
      for (const [db, name] of [
        ['db', 'b'],
        ['db2', 'a'],
        ['d', 'z'],
      ] as const)
        catalogue.create(db, name);
    });
    env.refresh();
    expect(catalogue.list('db').map(({ name }) => name)).toEqual(['b', 'coll']);
    expect(catalogue.list().map(({ db, name }) => `${db}.${name}`)).toEqual(
      expect.arrayContaining(['d.z', 'db.b', 'db.coll', 'db2.a']),
    );
  });
});
