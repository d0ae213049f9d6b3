import { rmSync } from 'node:fs';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Environment } from '../storage/environment.js';
import { temporaryDirectory } from '../testing/temporary-server.js';
import { GroupWriter } from './writer.js';

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
