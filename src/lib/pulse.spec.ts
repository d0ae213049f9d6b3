import { describe, expect, it } from 'vitest';
import { Pulse } from './pulse.js';

describe(Pulse.name, () => {
  it('wakes all who wait, each once', async () => {
    const pulse = new Pulse();
    const { signal } = new AbortController();
    const woken: string[] = [];
    const waiting = ['one', 'other'].map(async (name) => pulse.next(signal).then(() => woken.push(name)));
    expect(woken).toEqual([]);
    pulse.beat();
    pulse.beat();
    await Promise.all(waiting);
    expect(woken).toEqual(['one', 'other']);
  });

  it('leaves who begins to wait while it beats for the next time', async () => {
    const pulse = new Pulse();
    const { signal } = new AbortController();
    let again = false;
    const first = pulse.next(signal).then(() => void pulse.next(signal).then(() => (again = true)));
    pulse.beat();
    await first;
    expect(again).toBe(false);
  });

  it('lets go of who has given up, also before', async () => {
    const pulse = new Pulse();
    const given = new AbortController();
    const waiting = pulse.next(given.signal);
    given.abort();
    await waiting;
    await pulse.next(given.signal);
  });
});
