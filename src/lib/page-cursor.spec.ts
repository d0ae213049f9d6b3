import { describe, expect, it } from 'vitest';
import { CURSOR_PATTERN, readCursor, writeCursor } from './page-cursor.js';

const POSITION = { at: new Date('2026-03-01T12:00:00.123Z'), id: '019c0ffee0005a3b9d2f4e6a8b1c3d5e' };

describe('a cursor', () => {
  it('is read as it was written', () => {
    expect(readCursor(writeCursor(POSITION))).toEqual(POSITION);
    expect(writeCursor(POSITION)).toMatch(new RegExp(CURSOR_PATTERN));
  });

  it.each([
    { what: 'nothing', text: '' },
    { what: 'other text', text: 'newest' },
    { what: 'an operator', text: '{"$gt":""}' },
    { what: 'an id that is none', text: Buffer.from('1772366400000.$where').toString('base64url') },
    { what: 'a time that is none', text: Buffer.from(`-1.${POSITION.id}`).toString('base64url') },
    { what: 'a time beyond all', text: Buffer.from(`${'9'.repeat(16)}.${POSITION.id}`).toString('base64url') },
    { what: 'more than a position', text: Buffer.from(`1.${POSITION.id}.x`).toString('base64url') },
  ])('is not $what', ({ text }) => expect(readCursor(text)).toBeNull());
});
