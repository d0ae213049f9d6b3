import { array, assert, asyncProperty, constantFrom, json, oneof, string, tuple } from 'fast-check';
import { describe, expect, it } from 'vitest';
import { BodyRefused } from './body-refused.js';
import type { BodyShape } from './body-shape.js';
import { parseJsonBody } from './json-body.js';
import { standInsFor } from './stand-ins.js';

/** What a large body is read for. */
const limits = { maxValues: 40, maxBytes: 2000, maxLevels: 10 };
const shape: BodyShape = {
  ...limits,
  fields: new Map([
    ['events', new Set(['a', 'b', 'c'])],
    ['note', null],
    ['__proto__', null],
  ]),
  maxItems: 5,
  standIns: standInsFor(limits),
};
const wide = { maxValues: 100_000, maxBytes: 1e6, maxLevels: 1000 };
const everything: BodyShape = { ...wide, fields: null, maxItems: 100_000, standIns: standInsFor(wide) };
const parse = async (text: string, of = shape): Promise<unknown> => parseJsonBody(Buffer.from(text), of);

/** Blanks that make a body a large one, and mean nothing. */
const PADDING = ' '.repeat(1_048_577);

describe(parseJsonBody.name, () => {
  it.each([
    { when: 'an object', text: '{"a":1}', value: { a: 1 } },
    { when: 'a list after blanks', text: ' \r\n\t[1]', value: [1] },
    { when: 'an object after a byte order mark', text: '\ufeff{"a":1}', value: { a: 1 } },
    { when: 'nothing', text: '', value: undefined },
    { when: 'nothing but a byte order mark', text: '\ufeff', value: undefined },
  ])('reads $when', async ({ text, value }) => {
    expect(await parse(text)).toEqual(value);
    if (value !== undefined) expect(await parse(text + PADDING, everything)).toEqual(value);
  });

  it.each(['"a"', '1', 'null', 'true', ' ', '{', '{"a":NaN}', '[1,]', '\ufeff\ufeff{}', 'secret'])(
    'refuses %j without a word of it',
    async (text) => {
      for (const read of [parse(text), parse(text + PADDING), parse(PADDING + text)]) {
        await expect(read).rejects.toThrow(BodyRefused);
        await expect(read).rejects.toThrow(/^The body is not a valid JSON object\.$/);
      }
    },
  );
});

describe('a large body', () => {
  it('has the fields that are read, the last of a name, and the names of the others', async () => {
    const text = `{"events":[1],"other":[[]],"note":{"__proto__":{"a":1}},"__proto__":3,"ev\\u0065nts": [ {"a":"é€😀"} , 2 ],"events ":4}`;
    const read = await parse(text + PADDING);
    const { events, note } = JSON.parse(text) as Record<string, unknown>;
    expect(Object.entries(read as object)).toEqual([
      ['events', events],
      ['other', null],
      ['note', note],
      ['__proto__', 3],
      ['events ', null],
    ]);
    expect(Object.getPrototypeOf(read)).toBe(Object.prototype);
    expect(Object.keys((read as { note: object }).note)).toEqual(['__proto__']);
  });

  it('has a hundred names of those that nobody reads, and the beginnings of long ones', async () => {
    const many = Array.from({ length: 3000 }, (_, index) => `"k${index}":{}`).join(',');
    const read = (await parse(`{${many},"note":1${PADDING}}`)) as object;
    expect(Object.keys(read)).toEqual([...Array.from({ length: 100 }, (_, index) => `k${index}`), 'note']);
    for (const unit of ['x', 'é', '€', '😀', String.raw`\u0041`, String.raw`\"`, String.raw`\\`]) {
      for (const before of ['', 'a', 'ab', 'abc', 'abcd', 'abcde']) {
        const key = `"${before}${unit.repeat(5000)}"`;
        const [name = ''] = Object.keys((await parse(`{${key}:1${PADDING}}`)) as object);
        expect(name.length).toBeGreaterThanOrEqual(100);
        expect((JSON.parse(key) as string).startsWith(name)).toBe(true);
      }
    }
  });

  it('has one item more than a list may have, so that it is refused', async () => {
    expect(await parse(`{"events":[${'{},'.repeat(1000)}{}]${PADDING}}`)).toEqual({ events: [{}, {}, {}, {}, {}, {}] });
    expect(await parse(`{"events":[ ]${PADDING}}`)).toEqual({ events: [] });
  });

  it('has what is no list as it is', async () => {
    expect(await parse(`{"events":{"a":[1]}${PADDING}}`)).toEqual({ events: { a: [1] } });
    expect(await parse(`{"events":"[]","note":[1,[2]]${PADDING}}`)).toEqual({ events: '[]', note: [1, [2]] });
  });

  it('has what breaks the same limit in the place of what costs too much', async () => {
    const many = `[${'1,'.repeat(50)}1]`;
    const deep = `${'{"a":'.repeat(30)}1${'}'.repeat(30)}`;
    const text = `"${'x'.repeat(3000)}"`;
    const costly = `{"a":${many},"b":${deep},"c":2,"d":[${many}],"b":{"x":${deep}}}`;
    const { events } = (await parse(`{"events":[{"a":1},${costly},${many},${text},3]${PADDING}}`)) as {
      events: Record<string, unknown>[];
    };
    const { standIns } = shape;
    expect(events).toEqual([
      { a: 1 },
      { a: standIns.many, b: { '': standIns.deep }, c: 2, d: null },
      standIns.many,
      standIns.long,
      3,
    ]);
    expect(await parse(`{"note":${many}${PADDING}}`)).toEqual({ note: standIns.many });
    expect(await parse(`{"note":[${deep}]${PADDING}}`)).toEqual({ note: standIns.deep });
    expect(standIns.many).toHaveLength(limits.maxValues + 1);
    expect(standIns.long.length).toBeGreaterThanOrEqual(limits.maxBytes);
    expect(JSON.stringify(standIns.deep).length).toBeGreaterThan(2 * limits.maxLevels);
  });

  it('is refused where anything in it is malformed, built or not', async () => {
    const many = `[${'1,'.repeat(50)}1]`;
    await expect(parse(`{"events":[${many.replace('1,1', '1,,1')}]${PADDING}}`)).rejects.toThrow(BodyRefused);
    await expect(parse(`{"unknown":[${many.replace('1,1', '1,01')}]${PADDING}}`)).rejects.toThrow(BodyRefused);
  });

  it('is what JSON.parse makes of it', async () => {
    const key = oneof(constantFrom('events', 'note', '__proto__', 'constructor', 'a', ''), string());
    const members = array(
      tuple(
        key,
        oneof(
          json(),
          array(json()).map((all) => `[${all.join(' ,\n')}]`),
        ),
      ),
      { maxLength: 8 },
    );
    const objects = members.map(
      (all) => `{${all.map(([name, value]) => `${JSON.stringify(name)} : ${value}`).join(',')}}`,
    );
    await assert(
      asyncProperty(
        oneof(
          objects,
          array(json()).map((all) => `[${all.join(',')}]`),
        ),
        async (text) => {
          const wanted: unknown = JSON.parse(text);
          expect(await parse(text + PADDING, everything)).toEqual(wanted);
          const read = (await parse(text + PADDING, { ...everything, fields: shape.fields })) as object;
          const known = Array.isArray(wanted)
            ? []
            : Object.entries(wanted as object).map(([name, value]) => [name, shape.fields?.has(name) ? value : null]);
          expect(Object.entries(read)).toEqual(known);
        },
      ),
      { numRuns: 300 },
    );
  });
});
