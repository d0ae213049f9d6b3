import { type Difference, type Explanation, hasArrays, isSame, mentions, untyped } from '../difference.js';

/** What says which fields are shown. */
function shownBy({ command }: Difference['case']): unknown {
  return [command['pipeline'], command['projection'], command['fields']];
}

/** What stages and expressions compute. */
export const AGGREGATES: readonly Explanation[] = [
  {
    name: 'whole numbers stay whole',
    why: '$ceil, $floor and $abs of a whole number are whole numbers.',
    see: 'https://www.mongodb.com/docs/manual/reference/operator/aggregation/ceil/',
    matches: (difference) => mentions(difference.case.command, /\$ceil|\$floor|\$abs/) && isSame(difference, untyped),
  },
  {
    name: 'computed fields with dots',
    why: 'A computed field with a dot is a field within a document; the second engine makes one whose name has a dot.',
    see: 'https://www.mongodb.com/docs/manual/reference/operator/aggregation/addFields/',
    matches: ({ case: { command }, theirs }) =>
      mentions(command['pipeline'] ?? [], /"(b|a)\.x":/) && theirs.error === undefined,
  },
  {
    name: 'null in sets',
    why: '$addToSet and $push keep null, and leave out only what is missing.',
    see: 'https://www.mongodb.com/docs/manual/reference/operator/aggregation/addToSet/',
    matches: (difference) =>
      mentions(difference.case.command, /\$addToSet/) &&
      isSame(difference, (text) => (text ?? '').replaceAll(/"null",?/g, '').replaceAll(',]', ']')),
  },
  {
    name: 'positions in stages',
    why: 'Stages know no positions of arrays: a number in a path is a name.',
    see: 'https://www.mongodb.com/docs/manual/reference/operator/aggregation/unset/',
    matches: ({ case: { command } }) => mentions(command['pipeline'] ?? [], /"\$?[ab]\.[01]/),
  },
  {
    name: 'fields within arrays',
    why: 'A projection, and a path in an expression, look into the documents of arrays, and leave nothing of other elements.',
    see: 'https://www.mongodb.com/docs/manual/reference/operator/aggregation/project/',
    matches: (difference) => mentions(shownBy(difference.case), /"\$?[abc]\.[abx]/) && hasArrays(difference),
  },
  {
    name: 'path collisions',
    why: 'A field and one within it cannot be projected both, in a stage neither.',
    see: 'https://www.mongodb.com/docs/manual/reference/operator/aggregation/project/',
    matches: ({ ours, theirs }) => theirs.error === undefined && ours.error?.code === 31249,
  },
  {
    name: 'groups by arrays',
    why: 'Documents with equal ids are of one group, whatever the type of the id.',
    see: 'https://www.mongodb.com/docs/manual/reference/operator/aggregation/group/',
    matches: (difference) => mentions(difference.case.command['pipeline'] ?? [], /\$group/) && hasArrays(difference),
  },
  {
    name: 'comparisons in expressions',
    why: 'Expressions compare by the order of all types, missing before null.',
    see: 'https://www.mongodb.com/docs/manual/reference/bson-type-comparison-order/',
    matches: ({ case: { command }, ours, theirs }) =>
      mentions(command['pipeline'] ?? [], /"\$(gt|gte|lt|lte|cmp|eq|ne)":\[/) &&
      ours.error === undefined &&
      theirs.error === undefined,
  },
  {
    name: 'not implemented there',
    why: 'The second engine has no such operator.',
    see: 'https://github.com/bwaldvogel/mongo-java-server',
    matches: ({ theirs }) => theirs.error?.code === 168,
  },
  {
    name: 'no more than needed',
    why: '$and, $or and $cond evaluate operands until the answer is known; the second engine fails in one that is not needed.',
    see: 'https://www.mongodb.com/docs/manual/reference/operator/aggregation/or/',
    matches: ({ case: { command }, ours, theirs }) =>
      ours.error === undefined &&
      theirs.error !== undefined &&
      mentions(command['pipeline'] ?? [], /"\$(and|or|cond)":/),
  },
];
