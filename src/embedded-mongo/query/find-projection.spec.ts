import { describe, expect, it } from 'vitest';
import { decodeTyped, type Doc, encode } from '../bson/bson.js';
import { compileFindProjection } from './find-projection.js';

const DOC: Doc = {
  _id: 1,
  n: 7,
  list: [{ x: 1 }, { x: 2, y: 1 }, { x: 2, y: 2 }],
  tags: ['a', 'b', 'c'],
  deep: { l: [1, 2, 3] },
};

function projected(projection: Doc, filter: Doc = {}): Doc {
  const typed = (doc: Doc): Doc => decodeTyped(encode(doc));
  return decodeTyped(compileFindProjection(typed(projection), typed(filter))(encode(DOC)));
}

describe(compileFindProjection.name, () => {
  it.each<{ projection: Doc; filter?: Doc; gives: Doc }>([
    { projection: { n: 1 }, gives: { _id: 1, n: 7 } },
    { projection: { tags: { $slice: 2 }, list: 0, deep: 0 }, gives: { _id: 1, n: 7, tags: ['a', 'b'] } },
    { projection: { tags: { $slice: -1 }, n: 1 }, gives: { _id: 1, n: 7, tags: ['c'] } },
    { projection: { tags: { $slice: [1, 1] }, n: 1, _id: 0 }, gives: { n: 7, tags: ['b'] } },
    { projection: { tags: { $slice: [-2, 1] }, n: 1 }, gives: { _id: 1, n: 7, tags: ['b'] } },
    { projection: { 'deep.l': { $slice: 1 }, n: 1 }, gives: { _id: 1, n: 7, deep: { l: [1] } } },
    { projection: { n: { $slice: 1 } }, gives: DOC },
    { projection: { list: { $elemMatch: { x: 2 } } }, gives: { _id: 1, list: [{ x: 2, y: 1 }] } },
    { projection: { tags: { $elemMatch: { $gt: 'a' } }, n: 1 }, gives: { _id: 1, n: 7, tags: ['b'] } },
    { projection: { list: { $elemMatch: { x: 9 } } }, gives: { _id: 1 } },
    { projection: { 'list.$': 1 }, filter: { 'list.y': 2 }, gives: { _id: 1, list: [{ x: 2, y: 2 }] } },
    { projection: { 'tags.$': 1, n: 1 }, filter: { tags: { $gt: 'a' } }, gives: { _id: 1, n: 7, tags: ['b'] } },
  ])('$projection where $filter', ({ projection, filter, gives }) => {
    expect(projected(projection, filter)).toEqual(decodeTyped(encode(gives)));
  });

  it.each<{ projection: Doc; message: RegExp }>([
    { projection: { tags: { $slice: 'x' } }, message: /integers/ },
    { projection: { tags: { $slice: [1, 0] } }, message: /positive/ },
    { projection: { 'deep.l': { $elemMatch: { $gt: 1 } } }, message: /nested/ },
    { projection: { 'list.x': { $slice: 1 } }, message: /MONGO_URI/ },
    { projection: { 'tags.$': 1 }, message: /did not find the match/ },
    { projection: { list: { $elemMatch: { x: 1 } }, n: 0 }, message: /exclusion/ },
  ])('refuses $projection', ({ projection, message }) => expect(() => projected(projection)).toThrow(message));
});
