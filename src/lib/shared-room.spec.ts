import { describe, expect, it } from 'vitest';
import { SharedRoom } from './shared-room.js';

/** How often a room lets the owner in, one after the other. */
function entered(room: SharedRoom<string>, owner: string, tries = 50): number {
  return Array.from({ length: tries }, () => room.enter(owner)).filter(Boolean).length;
}

describe(SharedRoom.name, () => {
  it.each([
    { size: 16, loud: 12, quiet: 4 },
    { size: 4, loud: 3, quiet: 1 },
    { size: 2, loud: 2, quiet: 0 },
    { size: 1, loud: 1, quiet: 0 },
  ])('of $size gives one owner $loud, and what is left to the others', ({ size, loud, quiet }) => {
    const room = new SharedRoom<string>(size);
    expect(entered(room, 'loud')).toBe(loud);
    expect(entered(room, 'quiet')).toBe(quiet);
    expect(entered(room, 'another')).toBe(0);
  });

  it('gives one owner the part that it is told', () => {
    const room = new SharedRoom<string>(16, 0.25);
    expect(['a', 'b', 'c', 'd', 'e'].map((owner) => entered(room, owner))).toEqual([4, 4, 4, 4, 0]);
    expect([room.takenBy('a'), room.takenBy('e')]).toEqual([4, 0]);
  });

  it('gets back what is left', () => {
    const room = new SharedRoom<string>(4);
    entered(room, 'loud');
    entered(room, 'quiet');
    room.leave('loud');
    expect(entered(room, 'quiet', 1)).toBe(1);
    for (const owner of ['quiet', 'quiet', 'loud', 'loud']) room.leave(owner);
    expect(entered(room, 'loud')).toBe(3);
  });

  it('counts amounts', () => {
    const room = new SharedRoom<string>(100);
    expect([room.enter('loud', 70), room.enter('loud', 10), room.enter('quiet', 30), room.enter('quiet', 5)]).toEqual([
      true,
      false,
      true,
      false,
    ]);
    room.leave('loud', 20);
    expect([room.taken, room.hasRoom('loud', 20), room.hasRoom('loud', 26)]).toEqual([80, true, false]);
    room.force('quiet', 200);
    room.leave('quiet', 230);
    room.leave('loud', 50);
    expect([room.taken, room.enter('new', 75)]).toEqual([0, true]);
  });
});
