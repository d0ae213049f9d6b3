import { describe, expect, it } from 'vitest';
import { deliver, positionAt, type RaisedAt, readLivePosition, writeLivePosition } from './live-position.js';

const START = Date.UTC(2026, 2, 1, 12);
const BEGIN = positionAt(new Date(START));

/** An alert.
 * @param second when it was raised
 * @param nth tells its id from others' */
function raised(second: number, nth = second): RaisedAt {
  return { id: nth.toString(16).padStart(32, '0'), createdAt: new Date(START + second * 1000) };
}

function place(second: number) {
  return { at: new Date(START + second * 1000), id: '' };
}

/** What is sent to somebody who is told of what is visible, again and again, and comes back after each event by the id of the last one. */
function sentTo(
  looks: readonly (readonly RaisedAt[])[],
  horizonSeconds: readonly number[],
  isResumed: boolean,
): string[] {
  const sent: string[] = [];
  let position = BEGIN;
  for (const [nth, visible] of looks.entries()) {
    const { through } = position;
    const rows = visible.filter(({ createdAt }) => createdAt >= through.at);
    const delivery = deliver(position, rows, place(horizonSeconds[nth] ?? 0));
    position = delivery.position;
    for (const { alert, position: after } of delivery.deliveries) {
      sent.push(alert.id);
      if (isResumed) position = readLivePosition(writeLivePosition(after)) ?? BEGIN;
    }
  }
  return sent;
}

const [A, B, C, D] = [raised(1), raised(2), raised(3), raised(3, 9)];
const MANY = Array.from({ length: 300 }, (_none, nth) => raised(Math.floor(nth / 100), nth));

describe(deliver.name, () => {
  it.each([
    { when: 'they come in order', looks: [[A], [A, B], [A, B, C]], horizons: [0, 0, 0] },
    { when: 'they come at once', looks: [[A, B, C]], horizons: [0] },
    {
      when: 'one comes late',
      looks: [
        [B, C],
        [A, B, C],
        [A, B, C],
      ],
      horizons: [0, 0, 0],
    },
    { when: 'two of an instant come one after the other', looks: [[C], [C, D]], horizons: [0, 3] },
    {
      when: 'the earlier ones are settled',
      looks: [
        [A, B],
        [A, B, C],
        [C, D],
      ],
      horizons: [2, 3, 3],
    },
    { when: 'there are more than a position names', looks: [MANY, MANY], horizons: [0, 0] },
    { when: 'there are none', looks: [[], []], horizons: [0, 60] },
  ])('sends each once when $when, also to who comes back', ({ looks, horizons }) => {
    const all = [...new Set(looks.flat().map(({ id }) => id))].sort();
    for (const isResumed of [false, true]) {
      expect(sentTo(looks, horizons, isResumed).sort()).toEqual(all);
    }
  });

  it('begins after a place, and forgets what is settled', () => {
    const { position } = deliver(BEGIN, [A, B, C], place(2));
    expect(position).toEqual({ through: place(2), sent: [B, C].map(({ id }) => id.slice(-12)) });
  });

  it('never goes back', () => {
    const { position } = deliver(BEGIN, [], place(60));
    expect(deliver(position, [A], place(0))).toEqual({ deliveries: [], position });
  });
});

describe(readLivePosition.name, () => {
  it('reads what is written, in a line of less than a kilobyte', () => {
    for (const { position } of deliver(BEGIN, MANY, place(0)).deliveries) {
      const text = writeLivePosition(position);
      expect(readLivePosition(text)).toEqual(position);
      expect(text).toMatch(/^[\w.-]{14,1000}$/);
    }
  });

  it.each([
    'x',
    '1',
    '1.',
    '1.0',
    '1.-',
    '1.-0',
    ` 1.${'0'.repeat(32)}`,
    `1.${'0'.repeat(32)}\n`,
    '9'.repeat(16),
    '-1.',
  ])('reads %j as it is meant', (text) =>
    expect(readLivePosition(text)).toEqual(text === '1.' ? positionAt(new Date(1)) : null),
  );
});
