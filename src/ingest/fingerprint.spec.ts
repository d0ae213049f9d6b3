import { createHash } from 'node:crypto';
import { beforeAll, describe, expect, it } from 'vitest';
import { fingerprintOf } from './fingerprint.js';

const deep: unknown = JSON.parse('['.repeat(100_000) + ']'.repeat(100_000));
const fault = (index: number, code: string) => ({ loc: ['body', 'events', index], code, msg: '' });

describe(fingerprintOf.name, () => {
  let good: string;
  beforeAll(async () => {
    good = await fingerprintOf([{ a: 1 }, { b: 2 }], []);
  });

  it.each([
    { is: true, when: 'the events are equal', events: [{ a: 1 }, { b: 2 }], faults: [] },
    { is: false, when: 'one differs', events: [{ a: 1 }, { b: 3 }], faults: [] },
    { is: false, when: 'their order differs', events: [{ b: 2 }, { a: 1 }], faults: [] },
    { is: true, when: 'one has become too old', events: [{ a: 1 }, { b: 2 }], faults: [fault(1, 'too_old')] },
    { is: false, when: 'one is faulty at any time', events: [{ a: 1 }, { b: 2 }], faults: [fault(1, 'is_number')] },
  ])('is the same ($is) where $when', async ({ is, events, faults }) =>
    expect((await fingerprintOf(events, faults)) === good).toBe(is),
  );

  it('survives an event that is nested deeper than a call stack', async () => {
    const faults = [fault(1, 'too_deep')];
    expect(await fingerprintOf([{ a: 1 }, deep], faults)).toBe(await fingerprintOf([{ a: 1 }, 'other'], faults));
  });

  it('is the hash of the list as JSON.stringify writes it, however long the list is', async () => {
    const events = Array.from({ length: 5000 }, (_none, index) => ({ text: `é\ud800 ${index}`.repeat(10) }));
    for (const list of [[], events.slice(0, 1), events]) {
      const whole = createHash('sha256').update(JSON.stringify(list)).digest('base64url');
      expect(await fingerprintOf(list, [])).toBe(whole);
    }
  });
});
