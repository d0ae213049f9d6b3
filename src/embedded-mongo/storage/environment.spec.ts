import { rmSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { temporaryDirectory } from '../testing/temporary-server.js';
import { encode } from '../bson/bson.js';
import { Catalogue } from './catalogue.js';
import { checkDataFile } from './check-data-file.js';
import {
  afterPrefix,
  countKeys,
  Environment,
  FORMAT_KEY,
  hasMoreThan,
  numberPrefix,
  prefixRange,
  scan,
} from './environment.js';

let directory: string;
let env: Environment;
const COUNT = 3000;

function key(n: number): Buffer {
  const made = Buffer.alloc(5);
  made[0] = 7;
  made.writeUInt32BE(n, 1);
  return made;
}

beforeAll(() => {
  directory = temporaryDirectory();
  env = new Environment(directory);
  env.write(() => {
    for (let n = 0; n < COUNT; n++) env.documents.putSync(key(n), Buffer.from(String(n)));
  });
});
afterAll(async () => {
  await env.close();
  rmSync(directory, { recursive: true, force: true });
});

const numbers = (low: number, high: number, isReverse = false): number[] =>
  [...scan(env.documents, { low: key(low), high: key(high) }, isReverse)].map(({ value }) => Number(value.toString()));

const from = (low: number, high: number): number[] =>
  Array.from({ length: Math.max(0, high - low) }, (_, i) => low + i);

describe(scan.name, () => {
  it.each([
    { low: 0, high: COUNT },
    { low: 0, high: 1 },
    { low: 5, high: 5 },
    { low: 63, high: 65 },
    { low: 0, high: 64 },
    { low: 10, high: 74 },
    { low: 10, high: 330 },
    { low: 10, high: 331 },
    { low: 2990, high: 9999 },
  ])('reads from $low to $high in both directions', ({ low, high }) => {
    const expected = from(low, Math.min(high, COUNT));
    expect(numbers(low, high)).toEqual(expected);
    expect(numbers(low, high, true)).toEqual([...expected].reverse());
  });

  it('sees writes that happen between two chunks', () => {
    const seen: number[] = [];
    for (const { value } of scan(env.documents, { low: key(0), high: key(200) })) {
      seen.push(Number(value.toString()));
      if (seen.length === 1) env.write(() => env.documents.removeSync(key(150)));
    }
    env.write(() => env.documents.putSync(key(150), Buffer.from('150')));
    expect(seen).toEqual(from(0, 200).filter((n) => n !== 150));
  });

  it('can be left early and holds nothing open', () => {
    for (let i = 0; i < 500; i++) for (const _ of scan(env.documents, { low: key(0), high: key(COUNT) })) break;
    expect(numbers(0, 3)).toEqual([0, 1, 2]);
  });
});

describe('counting', () => {
  it.each([
    { low: 0, high: COUNT, count: COUNT },
    { low: 10, high: 20, count: 10 },
    { low: 5, high: 5, count: 0 },
    { low: COUNT, high: COUNT + 5, count: 0 },
  ])('counts $count keys from $low to $high', ({ low, high, count }) => {
    const range = { low: key(low), high: key(high) };
    expect(countKeys(env.documents, range)).toBe(count);
    expect(hasMoreThan(env.documents, range, count)).toBe(false);
    if (count > 0) expect(hasMoreThan(env.documents, range, count - 1)).toBe(true);
  });
});

describe(afterPrefix.name, () => {
  it.each([
    { prefix: [1, 2], next: [1, 3] },
    { prefix: [1, 0xff], next: [2] },
    { prefix: [0xff], next: [0xff, 0xff] },
  ])('$prefix is followed by $next', ({ prefix, next }) => {
    expect([...afterPrefix(Buffer.from(prefix))]).toEqual(next);
  });

  it('bounds exactly the keys that start with a number', () => {
    const { low, high } = prefixRange(numberPrefix(0x01ff));
    expect([low.toString('hex'), high.toString('hex')]).toEqual(['000001ff', '000002']);
  });
});

describe('Environment', () => {
  it('rolls everything back when the action throws, an inner transaction alone when that throws', () => {
    const at = (n: number): boolean => env.documents.getBinary(key(n)) !== undefined;
    expect(() =>
      env.write(() => {
        env.documents.putSync(key(9001), Buffer.from('x'));
        throw new Error('no');
      }),
    ).toThrow('no');
    env.write(() => {
      env.documents.putSync(key(9002), Buffer.from('x'));
      expect(() =>
        env.write(() => {
          env.documents.putSync(key(9003), Buffer.from('x'));
          throw new Error('inner');
        }),
      ).toThrow('inner');
    });
    env.refresh();
    expect([at(9001), at(9002), at(9003)]).toEqual([false, true, false]);
  });
});

describe('seals', () => {
  const seals = { key: Buffer.concat([numberPrefix(3), Buffer.from('id')]), raw: encode({ _id: 'id', n: 1 }) };
  let sealedIn: string;
  beforeAll(() => {
    sealedIn = temporaryDirectory();
  });
  afterAll(() => rmSync(sealedIn, { recursive: true, force: true }));

  it('tell a document from one that was changed, cut, or belongs to another collection', async () => {
    const own = new Environment(sealedIn);
    const { key: at, raw } = seals;
    own.write(() => own.putDocument(at, raw));
    const stored = own.documents.getBinary(at) ?? Buffer.alloc(0);
    expect(own.getDocument(at)).toEqual(raw);
    const changed = Buffer.from(stored);
    changed[6] = (changed[6] ?? 0) ^ 1;
    const elsewhere = Buffer.concat([numberPrefix(4), Buffer.from('id')]);
    for (const [place, value] of [
      [at, changed],
      [at, stored.subarray(0, -1)],
      [at, raw],
      [elsewhere, stored],
    ] as const) {
      expect(() => own.openDocument(place, Buffer.from(value))).toThrow(/data\.mdb is damaged: a document is not what/);
    }
    await own.close();
  });

  it('are not asked for in a directory from before them, and are written there', async () => {
    const old = new Environment(sealedIn);
    old.write(() => {
      old.catalogue.removeSync(FORMAT_KEY);
      old.catalogue.putSync(Buffer.from('n'), numberPrefix(9));
      old.documents.putSync(seals.key, seals.raw);
    });
    await old.close();
    const own = new Environment(sealedIn);
    expect(own.format).toBe(1);
    expect(own.getDocument(seals.key)).toEqual(seals.raw);
    own.write(() => {
      new Catalogue(own).create('test', 'later');
      own.putDocument(Buffer.concat([numberPrefix(9), Buffer.from('b')]), encode({ _id: 'b' }));
    });
    await own.close();
    expect(checkDataFile(sealedIn, 'pages')).toMatchObject({ documents: 2 });
    const again = new Environment(sealedIn);
    expect(new Catalogue(again).list().map(({ name }) => name)).toEqual(['later']);
    await again.close();
  });
});
