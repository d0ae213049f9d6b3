import { describe, expect, it } from 'vitest';
import { fingerprintOf } from './fingerprint.js';

const deep: unknown = JSON.parse('['.repeat(100_000) + ']'.repeat(100_000));
const fault = (index: number, code: string) => ({ loc: ['body', 'events', index], code, msg: '' });

describe(fingerprintOf.name, () => {
  const good = fingerprintOf([{ a: 1 }, { b: 2 }], []);

  it.each([
    { is: true, when: 'the events are equal', events: [{ a: 1 }, { b: 2 }], faults: [] },
    { is: false, when: 'one differs', events: [{ a: 1 }, { b: 3 }], faults: [] },
    { is: false, when: 'their order differs', events: [{ b: 2 }, { a: 1 }], faults: [] },
    { is: true, when: 'one has become too old', events: [{ a: 1 }, { b: 2 }], faults: [fault(1, 'too_old')] },
    { is: false, when: 'one is faulty at any time', events: [{ a: 1 }, { b: 2 }], faults: [fault(1, 'is_number')] },
  ])('is the same ($is) where $when', ({ is, events, faults }) =>
    expect(fingerprintOf(events, faults) === good).toBe(is),
  );

  it('survives an event that is nested deeper than a call stack', () => {
    const faults = [fault(1, 'too_deep')];
    expect(fingerprintOf([{ a: 1 }, deep], faults)).toBe(fingerprintOf([{ a: 1 }, 'other'], faults));
  });
});
