import { describe, expect, it } from 'vitest';
import { ServerSentReader } from './sse.js';

const TEXT = ': hello\n\nevent: alert\nid: 7\ndata: {"a":1}\n\ndata: one\ndata: two\n\nretry: 10\n\n';
const EVENTS = [
  { event: 'alert', data: '{"a":1}', id: '7' },
  { event: 'message', data: 'one\ntwo', id: '' },
];

describe(ServerSentReader.name, () => {
  it.each([1, 2, 5, 1000])('reads the same out of pieces of %i characters', (size) => {
    const reader = new ServerSentReader();
    const pieces = TEXT.match(new RegExp(`[^]{1,${size}}`, 'g')) ?? [];
    expect(pieces.flatMap((piece) => reader.read(piece))).toEqual(EVENTS);
  });

  it('takes lines that end as they do elsewhere', () => {
    expect(new ServerSentReader().read(TEXT.replaceAll('\n', '\r\n'))).toEqual(EVENTS);
  });
});
