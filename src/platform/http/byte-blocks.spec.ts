import { array, assert, integer, property } from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ByteBlocks } from './byte-blocks.js';

describe(ByteBlocks.name, () => {
  it('gives back what it got, in one', () => {
    const pieces = array(integer({ min: 0, max: 40_000 }), { maxLength: 20 });
    assert(
      property(pieces, (lengths) => {
        const all = lengths.map((length, nth) => Buffer.alloc(length, nth + 1));
        const blocks = new ByteBlocks();
        for (const piece of all) blocks.push(piece);
        expect(blocks.length).toBe(lengths.reduce((sum, length) => sum + length, 0));
        expect(blocks.join().equals(Buffer.concat(all))).toBe(true);
      }),
    );
  });

  it('copies short pieces, so that they keep no packet in memory', () => {
    const packet = Buffer.alloc(65_536, 'x');
    const blocks = new ByteBlocks();
    for (let at = 0; at < packet.length; at++) blocks.push(packet.subarray(at, at + 1));
    packet.fill('y', 1);
    expect(blocks.join().equals(Buffer.alloc(65_536, 'x'))).toBe(true);
  });
});
