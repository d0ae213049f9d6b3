import { rmSync } from 'node:fs';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Unfinished } from '../commands/unfinished.js';
import { Environment } from '../storage/environment.js';
import { temporaryDirectory } from '../testing/temporary-server.js';
import { MOST_GROUP_MS, GroupWriter } from './writer.js';

class Harmless extends Error {}

let directory: string;
let env: Environment;
let transactions: number;
let writer: GroupWriter;

beforeEach(() => {
  directory = temporaryDirectory();
  env = new Environment(directory);
  transactions = 0;
  const counting = {
    write: <R>(action: () => R): R => {
      transactions++;
      return env.write(action);
    },
  };
  writer = new GroupWriter(counting as Environment, (error) => error instanceof Harmless);
});
afterEach(async () => {
  await env.close();
  rmSync(directory, { recursive: true, force: true });
});

const key = (text: string): Buffer => Buffer.from(text);
function put(text: string): void {
  env.documents.putSync(key(text), key(text));
}
const has = (text: string): boolean => {
  env.refresh();
  return env.documents.getBinary(key(text)) !== undefined;
};

describe(GroupWriter.name, () => {
  it('runs what waits together in one transaction, in order', async () => {
    const seen = await Promise.all(
      ['a', 'b', 'c'].map((name, at) =>
        writer.write(() => {
          const before = ['a', 'b', 'c'].filter((other) => env.documents.getBinary(key(other)) !== undefined).length;
          put(name);
          return before === at;
        }),
      ),
    );
    expect(seen).toEqual([true, true, true]);
    expect(transactions).toBe(1);
  });

  it('answers after the commit: another view of the database sees it', async () => {
    await writer.write(() => put('x'));
    expect(has('x')).toBe(true);
  });

  it('does not let a harmless error touch the others', async () => {
    const results = await Promise.allSettled([
      writer.write(() => put('a')),
      writer.write(() => {
        throw new Harmless('no');
      }),
      writer.write(() => put('b')),
    ]);
    expect(results.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
    expect([has('a'), has('b'), transactions]).toEqual([true, true, 1]);
  });

  it('takes back what failed half way, and only that', async () => {
    const results = await Promise.allSettled([
      writer.write(() => put('a')),
      writer.write(() => {
        put('half');
        throw new Error('unexpected');
      }),
      writer.write(() => put('b')),
    ]);
    expect(results.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
    expect([has('a'), has('half'), has('b')]).toEqual([true, false, true]);
  });

  it('goes on after a failure', async () => {
    await writer
      .write(() => {
        throw new Error('unexpected');
      })
      .catch(() => undefined);
    await writer.write(() => put('later'));
    expect(has('later')).toBe(true);
  });
});

/** A write of several steps: each puts a key and is worth a whole group, or costs next to nothing. */
function steps(names: readonly string[], { isLong = false, log }: { isLong?: boolean; log?: string[] } = {}) {
  const step = (at: number) => (): string | Unfinished => {
    const untilMs = performance.now() + (isLong ? MOST_GROUP_MS : 0);
    while (performance.now() <= untilMs);
    const name = names[at] ?? '';
    put(name);
    log?.push(name);
    return at + 1 < names.length ? new Unfinished(step(at + 1) as never) : name;
  };
  return step(0);
}

describe(`${GroupWriter.name}, with writes of several steps`, () => {
  it('runs those that are short in one transaction, in turns, and gives the last answer', async () => {
    const log: string[] = [];
    const answers = [steps(['a1', 'a2', 'a3'], { log }), steps(['b1', 'b2'], { log })].map((run) => writer.write(run));
    expect(await Promise.all(answers)).toEqual(['a3', 'b2']);
    expect(log).toEqual(['a1', 'b1', 'a2', 'b2', 'a3']);
    expect(transactions).toBe(1);
  });

  it('answers when all steps are on disk, which they are group by group', async () => {
    const answer = writer.write(steps(['a', 'b', 'c'], { isLong: true }));
    await new Promise(setImmediate);
    expect([has('a'), has('b')]).toEqual([true, false]);
    await answer;
    expect([has('a'), has('b'), has('c'), transactions]).toEqual([true, true, true, 3]);
  });

  it('lets newcomers overtake those under way, but for one step of the first', async () => {
    const log: string[] = [];
    const long = { isLong: true, log };
    const large = ['a', 'b', 'c'].map((name) => writer.write(steps([`${name}1`, `${name}2`, `${name}3`], long)));
    await expect.poll(() => log.length).toBeGreaterThan(3);
    const before = log.length;
    await writer.write(steps(['small'], { log }));
    expect(log.indexOf('small') - before).toBeLessThanOrEqual(1);
    await Promise.all(large);
    expect(log).toHaveLength(10);
  });

  it('lets a newcomer begin, however long a step of the large one takes', async () => {
    const log: string[] = [];
    const large = writer.write(steps(['a1', 'a2', 'a3'], { isLong: true, log }));
    await new Promise(setImmediate);
    await writer.write(steps(['b'], { isLong: true, log }));
    await large;
    expect(log).toEqual(['a1', 'a2', 'b', 'a3']);
  });

  it('lets a large one get on while there are always newcomers', async () => {
    const log: string[] = [];
    const large = writer.write(steps(['a', 'b', 'c'], { isLong: true, log }));
    let others = 0;
    while (!log.includes('c')) await writer.write(steps([`other${others++}`], { isLong: true }));
    await large;
    expect(others).toBeLessThan(10);
  });

  it('does nothing twice where another one of its transaction fails half way', async () => {
    const times = key('times');
    const count = (left: number) => (): string | Unfinished => {
      const before = env.documents.getBinary(times)?.readUInt8() ?? 0;
      env.documents.putSync(times, Buffer.from([before + 1]));
      return left > 1 ? new Unfinished(count(left - 1) as never) : 'counted';
    };
    const fail = (): Unfinished =>
      new Unfinished(() => {
        put('half');
        throw new Error('unexpected');
      });
    const results = await Promise.allSettled([writer.write(count(3)), writer.write(fail), writer.write(count(4))]);
    expect(results.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
    env.refresh();
    expect(env.documents.getBinary(times)?.readUInt8()).toBe(7);
    expect(has('half')).toBe(false);
  });
});
