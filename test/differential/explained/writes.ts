import mongoose from 'mongoose';
import {
  type Explanation,
  filterOf,
  isChosenBy,
  isReplacement,
  isSame,
  mentions,
  unordered,
  updateOf,
} from '../difference.js';

const { EJSON } = mongoose.mongo.BSON;

/** What updates and upserts make. */
export const WRITES: readonly Explanation[] = [
  {
    name: 'patterns and upserts',
    why: 'An upsert takes over what the filter says a field equals; a pattern says no such thing.',
    see: 'https://www.mongodb.com/docs/manual/reference/method/db.collection.update/',
    matches: ({ case: given, ours, theirs }) =>
      mentions(EJSON.stringify(filterOf(given)), /regularExpression/) &&
      /"upserted/.test(ours.answer ?? '') &&
      ours.stored !== theirs.stored,
  },
  {
    name: 'minus zero',
    why: 'The second engine loses the sign of a zero in arithmetic.',
    see: 'https://www.mongodb.com/docs/manual/reference/operator/update/inc/',
    matches: (difference) => isSame(difference, (text) => (text ?? '').replaceAll('"-0.0"', '"0.0"')),
  },
  {
    name: 'conflicting updates',
    why: 'Two changes of one path are an error, whether anything matches and whatever the operators are.',
    see: 'https://www.mongodb.com/docs/manual/reference/operator/update/',
    matches: ({ ours, theirs }) => ours.error?.code === 40 && theirs.error === undefined,
  },
  {
    name: 'order of a replacement',
    why: 'A replacement is stored as it came; the second engine leaves fields that were there where they were.',
    see: 'https://www.mongodb.com/docs/manual/reference/method/db.collection.replaceOne/',
    matches: (difference) => isReplacement(updateOf(difference.case)) && isSame(difference, (text) => unordered(text)),
  },
  {
    name: 'operands are checked at once',
    why: 'A wrong operand of an update is an error, whether anything matches or not.',
    see: 'https://www.mongodb.com/docs/manual/reference/operator/update/inc/',
    matches: ({ ours, theirs }) =>
      theirs.error === undefined && (ours.error?.message ?? '').startsWith('Cannot increment with non-numeric'),
  },
  {
    name: 'fields of what has none',
    why: 'Only $unset and $pull do nothing where the way to a field leads through an array by name; the second engine goes into its documents.',
    see: 'https://www.mongodb.com/docs/manual/reference/operator/update/unset/',
    matches: (difference) =>
      /^\{"\$unset":\{.*\./.test(JSON.stringify(updateOf(difference.case))) &&
      difference.ours.error === undefined &&
      difference.theirs.error === undefined,
  },
  {
    name: 'a way through what has no fields',
    why: 'A field within null, a scalar, or an array by name cannot be made.',
    see: 'https://www.mongodb.com/docs/manual/core/document/#dot-notation',
    matches: ({ ours, theirs }) =>
      ours.error?.code === 28 && (theirs.error === undefined || ours.stored !== theirs.stored),
  },
  {
    name: 'null is a value',
    why: 'Null is no array and no number; the second engine takes it for a missing field.',
    see: 'https://www.mongodb.com/docs/manual/reference/operator/update/pull/',
    matches: ({ ours, theirs }) =>
      theirs.error === undefined && /holds null|^Cannot apply \$pull to a non-array/.test(ours.error?.message ?? ''),
  },
  {
    name: 'the _id of an upsert',
    why: 'An upsert must not change the _id that its filter names.',
    see: 'https://www.mongodb.com/docs/manual/core/document/#the-_id-field',
    matches: ({ ours, theirs }) => theirs.error === undefined && ours.error?.code === 66,
  },
  {
    name: 'said twice what a field is',
    why: 'An upsert whose filter gives a field and one within it a value is an error.',
    see: 'https://www.mongodb.com/docs/manual/reference/method/db.collection.update/',
    matches: ({ ours, theirs }) => theirs.error === undefined && ours.error?.code === 54,
  },
  {
    name: 'upserts and $in of one value',
    why: '$in of one value is the same as $eq; the second engine takes over what stands in an $eq only.',
    see: 'https://www.mongodb.com/docs/manual/reference/operator/query/in/',
    matches: (difference) => isChosenBy(difference, /"\$in":\[/) && mentions(difference.case.command, /"upsert":true/),
  },
  {
    name: '$mul of nothing',
    why: 'What is missing becomes zero, whatever it is multiplied by.',
    see: 'https://www.mongodb.com/docs/manual/reference/operator/update/mul/',
    matches: (difference) =>
      mentions(updateOf(difference.case), /\$mul/) &&
      isSame(difference, (text) => (text ?? '').replaceAll(/"(NaN|-0\.0)"/g, '"0.0"')),
  },
];
