import { describe, expect, it } from 'vitest';
import { decodeTyped, type Doc, encode, Long } from '../bson/bson.js';
import { compileProjection } from './projection.js';

const DOC: Doc = {
  _id: 1,
  a: { b: 1, c: { d: 2, e: Long.fromInt(3) } },
  list: [{ x: 1, y: 2 }, 5, [{ x: 3, y: 4 }]],
  n: 7,
};

function projected(projection: Doc, doc: Doc = DOC): Doc {
  return decodeTyped(compileProjection(decodeTyped(encode(projection)))(encode(doc)));
}

describe(compileProjection.name, () => {
  it.each<{ projection: Doc; gives: Doc }>([
    { projection: {}, gives: DOC },
    { projection: { n: 1 }, gives: { _id: 1, n: 7 } },
    { projection: { n: true, _id: false }, gives: { n: 7 } },
    { projection: { n: 5.5 }, gives: { _id: 1, n: 7 } },
    { projection: { n: NaN }, gives: { _id: 1, n: 7 } },
    { projection: { _id: 0 }, gives: { a: DOC['a'], list: DOC['list'], n: 7 } },
    { projection: { 'a.c.e': 1 }, gives: { _id: 1, a: { c: { e: Long.fromInt(3) } } } },
    { projection: { a: { c: { d: 1 } } }, gives: { _id: 1, a: { c: { d: 2 } } } },
    { projection: { 'a.b': 1, 'a.c.d': 1 }, gives: { _id: 1, a: { b: 1, c: { d: 2 } } } },
    { projection: { 'a.x': 1 }, gives: { _id: 1, a: {} } },
    { projection: { 'n.x': 1 }, gives: { _id: 1 } },
    { projection: { 'list.x': 1 }, gives: { _id: 1, list: [{ x: 1 }, [{ x: 3 }]] } },
    { projection: { 'list.x': 0, a: 0 }, gives: { _id: 1, list: [{ y: 2 }, 5, [{ y: 4 }]], n: 7 } },
    { projection: { 'a.c': 0, list: 0 }, gives: { _id: 1, a: { b: 1 }, n: 7 } },
    { projection: { n: 1, twice: { $add: ['$n', '$n'] } }, gives: { _id: 1, n: 7, twice: 14 } },
    { projection: { 'deep.er': '$a.c.d', _id: 0 }, gives: { deep: { er: 2 } } },
    { projection: { n: '$missing', _id: 0 }, gives: {} },
    { projection: { 'n.x': '$a.b', _id: 0 }, gives: { n: { x: 1 } } },
    { projection: { 'a.x': '$n', _id: 0 }, gives: { a: { x: 7 } } },
    { projection: { 'list.x': '$n', _id: 0 }, gives: { list: [{ x: 7 }, { x: 7 }, [{ x: 7 }]] } },
    { projection: { _id: '$n' }, gives: { _id: 7 } },
    { projection: { n: 'text', _id: 0 }, gives: { n: 'text' } },
  ])('$projection', ({ projection, gives }) => expect(projected(projection)).toEqual(decodeTyped(encode(gives))));

  it('keeps the order and the bytes of the document', () => {
    const raw = encode({ z: Long.fromInt(1), _id: 1, a: 2 });
    expect(compileProjection({ a: 1, z: 1 })(raw).equals(raw)).toBe(true);
  });

  it.each<{ projection: Doc; message: RegExp }>([
    { projection: { a: 1, n: 0 }, message: /exclusion/ },
    { projection: { a: 0, n: { $add: [1, 1] } }, message: /exclusion/ },
    { projection: { a: 1, 'a.b': 1 }, message: /Path collision at a.b remaining portion b/ },
    { projection: { 'a.c.d': 0, 'a.c': 0 }, message: /Path collision at a.c.d remaining portion d/ },
    { projection: { list: { $slice: 1 } }, message: /MONGO_URI/ },
    { projection: { list: { $elemMatch: { x: 1 } } }, message: /MONGO_URI/ },
    { projection: { score: { $meta: 'textScore' } }, message: /MONGO_URI/ },
    { projection: { 'list.$': 1 }, message: /MONGO_URI/ },
  ])('refuses $projection', ({ projection, message }) => expect(() => projected(projection)).toThrow(message));
});
