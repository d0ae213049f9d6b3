import { array, assert, constantFrom, integer, json, nat, oneof, pre, property, tuple } from 'fast-check';
import { describe, expect, it } from 'vitest';
import { JsonScanner } from './json-scanner.js';

interface Seen {
  readonly what: 'key' | 'value' | 'item';
  readonly text: string;
  readonly values: number;
  readonly levels?: number;
}

/** Scans a text, some bytes at a time.
 * @returns what was seen; null where it is no JSON */
function scanned(text: string, step = 1 << 30): Seen[] | null {
  const bytes = Buffer.from(text);
  const seen: Seen[] = [];
  const note = (what: Seen['what']) => (from: number, to: number, values?: number, levels?: number) =>
    void seen.push({
      what,
      text: bytes.subarray(from, to).toString(),
      values: values ?? 0,
      ...(levels === undefined ? {} : { levels }),
    });
  const scanner = new JsonScanner(bytes, { key: note('key'), value: note('value'), item: note('item') });
  try {
    let until = step;
    while (!scanner.scan(until)) until += step;
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    return null;
  }
  return seen;
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

const SYNTAX = [
  '{',
  '}',
  '[',
  ']',
  ',',
  ':',
  '"',
  '\\',
  '\\u00e9',
  '\\n',
  'true',
  'null',
  'fals',
  '1',
  '-',
  '0',
  '.5',
  'e+7',
  ' ',
  '\n',
  'a',
  'é',
  '\u0001',
  '""',
  '{}',
  '[]',
  '"a":',
];

describe(JsonScanner.name, () => {
  it('sees keys, values and items of the outer levels, and counts what is in them', () => {
    expect(scanned(' {"a" : [1, {"b":[2,3]} ] , "c":"x,]\\"" }')).toEqual([
      { what: 'key', text: '"a"', values: 0 },
      { what: 'item', text: '1', values: 1 },
      { what: 'item', text: '{"b":[2,3]}', values: 5 },
      { what: 'value', text: '[1, {"b":[2,3]} ]', values: 7, levels: 3 },
      { what: 'key', text: '"c"', values: 0 },
      { what: 'value', text: '"x,]\\""', values: 1, levels: 0 },
    ]);
    expect(scanned('[[1],2]')).toEqual([
      { what: 'value', text: '[1]', values: 2, levels: 1 },
      { what: 'value', text: '2', values: 1, levels: 0 },
    ]);
  });

  it.each(
    [
      ['', '{', '}', '[', ']', '[1', '[1,', '[1,]', '[,1]', '{"a"}', '{"a":}', '{"a":1,}', '{,}', '{"a":1]', '[1}'],
      ['{1:2}', '{a:1}', "{'a':1}", '[01]', '[1.]', '[.5]', '[-]', '[+1]', '[1e]', '[1e+]', '[- 1]', '[0x1]', '[NaN]'],
      [
        '[tru]',
        '[nul',
        '[truee]',
        '["]',
        '["\\x"]',
        '["\\u12"]',
        '["\\u12g4"]',
        '["\n"]',
        '["\u0000"]',
        '[1] 2',
        '{} {}',
      ],
      ['[1]//', '[\u00a01]', '\ufeff[]', '[1 2]', '{"a" 1}', '{"a"::1}', '[1,,2]', '[]]', '{}}'],
    ].flat(),
  )('refuses %j', (text) => expect(scanned(text)).toBeNull());

  it('survives what is deeper than a call stack', () => {
    expect(scanned('['.repeat(200_000) + ']'.repeat(200_000), 1000)).not.toBeNull();
    expect(scanned('{"a":['.repeat(100_000) + ']}'.repeat(100_000), 1000)).not.toBeNull();
    expect(scanned('['.repeat(200_000) + ']'.repeat(199_999))).toBeNull();
  });

  it('takes what JSON.parse takes, whatever is asked for at a time', () => {
    const pieces = array(constantFrom(...SYNTAX), { maxLength: 12 }).map((all) => all.join(''));
    const damaged = tuple(json(), nat(), constantFrom('', ...SYNTAX)).map(([text, place, piece]) => {
      const at = place % (text.length + 1);
      return `${text.slice(0, at)}${piece}${text.slice(at + 1)}`;
    });
    const texts = oneof(json(), pieces, damaged);
    assert(
      property(texts, integer({ min: 1, max: 40 }), (text, step) => {
        // A half of a character is none in UTF-8, and no text in bytes.
        pre(text.isWellFormed());
        const seen = scanned(text, step);
        expect(seen !== null).toBe(isJson(text));
        expect(seen).toEqual(scanned(text));
      }),
      { numRuns: 5000 },
    );
  });
});
