import mongoose from 'mongoose';
import {
  canonical,
  doCollide,
  type Explanation,
  filterOf,
  isChosenBy,
  isReplacement,
  isSame,
  mentions,
  unordered,
  untyped,
  updateOf,
} from '../difference.js';

const { EJSON } = mongoose.mongo.BSON;

/** Arrays without what occurs twice in them, numbers by value. */
function withoutTwins(text: string | undefined): string {
  return JSON.stringify(
    JSON.parse(untyped(text), (_, value: unknown) =>
      Array.isArray(value)
        ? [...new Map(value.map((item) => [JSON.stringify(item), item as unknown])).values()]
        : value,
    ),
  );
}

/** The paths that an update by operators changes. */
function pathsOf(update: Record<string, unknown>): string[] {
  return Object.entries(update).flatMap(([operator, fields]) =>
    Object.entries(fields as object).flatMap(([path, operand]) =>
      operator === '$rename' ? [path, String(operand)] : [path],
    ),
  );
}

/** What updates and upserts make. */
export const WRITES: readonly Explanation[] = [
  {
    name: 'patterns and upserts',
    isRare: true,
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
    matches: (difference) => isSame(difference, (text) => (text ?? '').replaceAll(/"-0(\.0)?"/g, '"0$1"')),
  },
  {
    name: 'a zero in the place of another',
    isRare: true,
    why: '$set stores the value as it came; the second engine leaves a zero of another type or sign where it was.',
    see: 'https://www.mongodb.com/docs/manual/reference/operator/update/set/',
    matches: (difference) =>
      /"\$set":.*"-?0(\.0)?"/.test(canonical(updateOf(difference.case))) &&
      isSame(difference, (text) => untyped(text).replace(/"nModified":\d+/, '')),
  },
  {
    name: 'conflicting updates',
    why: 'Two changes of one path are an error, whether anything matches and whatever the operators are.',
    see: 'https://www.mongodb.com/docs/manual/reference/operator/update/',
    matches: ({ case: given, ours, theirs }) =>
      ours.error?.code === 40 &&
      (theirs.error === undefined || ours.stored !== theirs.stored) &&
      doCollide(pathsOf(updateOf(given))),
  },
  {
    name: 'order of a replacement',
    why: 'A replacement is stored as it came; the second engine leaves fields that were there where they were.',
    see: 'https://www.mongodb.com/docs/manual/reference/method/db.collection.replaceOne/',
    matches: (difference) => isReplacement(updateOf(difference.case)) && isSame(difference, (text) => unordered(text)),
  },
  {
    name: 'operands are checked at once',
    isRare: true,
    why: 'A wrong operand of an update is an error, whether anything matches or not.',
    see: 'https://www.mongodb.com/docs/manual/reference/operator/update/inc/',
    matches: ({ ours, theirs }) =>
      theirs.error === undefined && (ours.error?.message ?? '').startsWith('Cannot increment with non-numeric'),
  },
  {
    name: 'fields of what has none',
    isRare: true,
    why: 'Only $unset and $pull do nothing where the way to a field leads through an array by name; the second engine goes into its documents.',
    see: 'https://www.mongodb.com/docs/manual/reference/operator/update/unset/',
    matches: (difference) =>
      /"\$unset":\{[^}]*\./.test(JSON.stringify(updateOf(difference.case))) &&
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
    isRare: true,
    why: 'Null is no array and no number; the second engine takes it for a missing field.',
    see: 'https://www.mongodb.com/docs/manual/reference/operator/update/pull/',
    matches: ({ ours, theirs }) =>
      (theirs.error === undefined || ours.stored !== theirs.stored) &&
      (/holds null/.test(ours.error?.message ?? '') ||
        (/^Cannot apply \$pull to a non-array|element of non-array type$/.test(ours.error?.message ?? '') &&
          /:null/.test(theirs.stored ?? ''))),
  },
  {
    name: 'the _id of an upsert',
    why: 'An upsert must not change the _id that its filter names.',
    see: 'https://www.mongodb.com/docs/manual/core/document/#the-_id-field',
    matches: ({ case: given, ours, theirs }) =>
      theirs.error === undefined &&
      ours.error?.code === 66 &&
      mentions(updateOf(given), /"_id"/) &&
      mentions(filterOf(given), /"_id"/),
  },
  {
    name: 'said twice what a field is',
    isRare: true,
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
    name: 'no whole number of 64 bits',
    isRare: true,
    why: 'An update whose result does not fit 64 bits is an error; the second engine begins at the other end.',
    see: 'https://www.mongodb.com/docs/manual/reference/operator/update/mul/',
    matches: ({ ours, theirs }) =>
      theirs.error === undefined && ours.error?.message.endsWith('does not fit 64 bits') === true,
  },
  {
    name: 'renamed to an element',
    isRare: true,
    why: '$rename does not work where its fields are within elements of arrays, nor out of what has no fields.',
    see: 'https://www.mongodb.com/docs/manual/reference/operator/update/rename/',
    matches: ({ ours, theirs }) =>
      /field of \$rename cannot be an array element/.test(ours.error?.message ?? '') &&
      (theirs.error === undefined || ours.stored !== theirs.stored),
  },
  {
    name: 'renaming nothing',
    isRare: true,
    why: 'Where there is no field to rename, $rename does nothing, wherever it would have put it.',
    see: 'https://www.mongodb.com/docs/manual/reference/operator/update/rename/',
    matches: ({ case: given, ours, theirs }) =>
      mentions(updateOf(given), /\$rename/) && ours.error === undefined && theirs.error?.code === 28,
  },
  {
    name: 'NaN is the least number',
    isRare: true,
    why: '$min and $max compare by the order of all types, in which NaN comes before all other numbers.',
    see: 'https://www.mongodb.com/docs/manual/reference/operator/update/max/',
    matches: (difference) =>
      mentions(updateOf(difference.case), /\$(min|max)/) &&
      /NaN/.test(canonical([difference.case.documents, updateOf(difference.case)])) &&
      difference.ours.error === undefined &&
      difference.theirs.error === undefined,
  },
  {
    name: 'equal numbers in sets',
    isRare: true,
    why: 'Numbers are equal whatever their type: $addToSet adds one of them.',
    see: 'https://www.mongodb.com/docs/manual/reference/operator/update/addToSet/',
    matches: (difference) => mentions(updateOf(difference.case), /\$addToSet/) && isSame(difference, withoutTwins),
  },
  {
    name: 'order of new fields',
    isRare: true,
    why: 'Fields that an update makes come in the order of their names, whatever the operators.',
    see: 'https://www.mongodb.com/docs/manual/reference/operator/update/#behavior',
    matches: (difference) =>
      pathsOf(updateOf(difference.case)).length > 1 && isSame(difference, (text) => unordered(text)),
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
