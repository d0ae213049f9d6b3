import { describe, expect, it } from 'vitest';
import { Turns } from './turns.js';

/** Notes in which order turns come. */
function noting(turns: Turns<string>, order: string[]) {
  return (owner: string, name: string, gone?: AbortSignal): void =>
    void turns.begin(owner, gone).then((isTurn) => order.push(isTurn ? name : `${name} refused`));
}

const settled = async (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

describe(Turns.name, () => {
  it('lets so many of an owner in at once, the others one by one', async () => {
    const [turns, order] = [new Turns<string>(2, 10), [] as string[]];
    const begin = noting(turns, order);
    for (const name of ['a1', 'a2', 'a3', 'a4']) begin('a', name);
    await settled();
    expect(order).toEqual(['a1', 'a2']);
    turns.end('a');
    await settled();
    expect(order).toEqual(['a1', 'a2', 'a3']);
  });

  it('lets one owner in however many of another wait', async () => {
    const [turns, order] = [new Turns<string>(1, 10), [] as string[]];
    const begin = noting(turns, order);
    for (const name of ['a1', 'a2', 'a3']) begin('a', name);
    begin('b', 'b1');
    await settled();
    expect(order).toEqual(['a1', 'b1']);
  });

  it('refuses at once where too many wait', async () => {
    const turns = new Turns<string>(1, 0);
    expect([await turns.begin('a'), await turns.begin('a'), await turns.begin('b')]).toEqual([true, false, true]);
    turns.end('a');
    expect(await turns.begin('a')).toBe(true);
  });

  it('gives no turn to what has gone away', async () => {
    const [turns, order, gone] = [new Turns<string>(1, 10), [] as string[], new AbortController()];
    const begin = noting(turns, order);
    begin('a', 'a1');
    begin('a', 'a2', gone.signal);
    begin('a', 'a3');
    gone.abort();
    turns.end('a');
    await settled();
    expect(order).toEqual(['a1', 'a2 refused', 'a3']);
    expect(await turns.begin('a', AbortSignal.abort())).toBe(false);
  });
});
