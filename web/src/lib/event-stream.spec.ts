import { describe, expect, it } from 'vitest';
import { parsed } from './event-stream.js';

const ALERT = 'event: alert\nid: 1.-a\ndata: {"a":": b"}\n\n';

describe(parsed.name, () => {
  it.each([
    { when: 'an event is whole', text: ALERT, names: ['alert'], rest: '' },
    { when: 'there are two', text: `${ALERT}event: counters\ndata: {}\n\n`, names: ['alert', 'counters'], rest: '' },
    { when: 'it is cut', text: ALERT.slice(0, -1), names: [], rest: ALERT.slice(0, -1) },
    { when: 'the next one is cut', text: `${ALERT}ev`, names: ['alert'], rest: 'ev' },
    { when: 'there are comments', text: `: still here\n\nretry: 3000\n\n${ALERT}`, names: ['alert'], rest: '' },
    { when: 'there is nothing', text: '', names: [], rest: '' },
  ])('gives $names when $when', ({ text, names, rest }) => {
    const { events, rest: left } = parsed(text);
    expect(events.map(({ name }) => name)).toEqual(names);
    expect(left).toBe(rest);
  });

  it('keeps the data as they are', () => expect(parsed(ALERT).events[0]?.data).toBe('{"a":": b"}'));

  it('reads the same in whatever pieces it comes', () => {
    const text = `: c\n\n${ALERT}${ALERT}`;
    for (let size = 1; size < text.length; size++) {
      let [rest, count] = ['', 0];
      for (let at = 0; at < text.length; at += size) {
        const piece = parsed(rest + text.slice(at, at + size));
        rest = piece.rest;
        count += piece.events.length;
      }
      expect(count).toBe(2);
    }
  });
});
