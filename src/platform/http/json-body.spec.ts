import { describe, expect, it } from 'vitest';
import { BodyRefused } from './body-refused.js';
import { parseJsonBody } from './json-body.js';

describe(parseJsonBody.name, () => {
  it.each([
    { when: 'an object', text: '{"a":1}', value: { a: 1 } },
    { when: 'a list after blanks', text: ' \r\n\t[1]', value: [1] },
    { when: 'an object after a byte order mark', text: '\ufeff{"a":1}', value: { a: 1 } },
    { when: 'nothing', text: '', value: undefined },
    { when: 'nothing but a byte order mark', text: '\ufeff', value: undefined },
  ])('reads $when', ({ text, value }) => expect(parseJsonBody(Buffer.from(text))).toEqual(value));

  it.each(['"a"', '1', 'null', 'true', ' ', '{', '{"a":NaN}', '[1,]', '\ufeff\ufeff{}', 'secret'])(
    'refuses %j without a word of it',
    (text) => {
      const read = (): unknown => parseJsonBody(Buffer.from(text));
      expect(read).toThrow(BodyRefused);
      expect(read).toThrow(/^The body is not a valid JSON object\.$/);
    },
  );
});
