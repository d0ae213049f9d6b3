import {
  type Difference,
  doCollide,
  type Explanation,
  hasArrays,
  isSame,
  mentions,
  unordered,
  untyped,
} from '../difference.js';

/** What says which fields are shown. */
function shownBy({ command }: Difference['case']): unknown {
  return [command['pipeline'], command['projection'], command['fields']];
}

/** The paths of each projection of a command. */
function projectionsOf({ pipeline, projection, fields }: Difference['case']['command']): string[][] {
  const stages = ((pipeline ?? []) as Record<string, unknown>[]).map((stage) => stage['$project']);
  return [projection, fields, ...stages].map((shown) => Object.keys(shown ?? {}));
}

/** Whether something becomes of the groups of a pipeline than being sorted. */
function goesOn({ pipeline }: Difference['case']['command']): boolean {
  const names = (pipeline as Record<string, unknown>[]).map((stage) => Object.keys(stage)[0]);
  return names.slice(names.lastIndexOf('$group') + 1).some((name) => name !== '$sort');
}

/** Whether groups of an answer have the same id. */
function hasTwins(answer: string | undefined): boolean {
  const ids = (JSON.parse(untyped(answer ?? '[]')) as Record<string, unknown>[]).map(({ _id }) => JSON.stringify(_id));
  return new Set(ids).size < ids.length;
}

/** An answer whose gathered lists hold no null, and whose sets numbers by value. */
function withAlikeSets(text: string | undefined): string {
  const alike = (item: string): string => JSON.stringify(JSON.parse(untyped(item)));
  return JSON.stringify(
    JSON.parse(text ?? 'null', (name, value: unknown) => {
      if (!Array.isArray(value)) return value;
      if (name === 'n') return value.filter((item) => item !== null);
      return name === 'set'
        ? [...new Set((value as string[]).map(alike))].filter((item) => item !== 'null').sort()
        : value;
    }),
  );
}

/** An answer without the fields within which a field is computed. */
function withoutDotted(text: string | undefined): string {
  return JSON.stringify(
    JSON.parse(text ?? 'null', (name, value: unknown) => (name === 'a' || name === 'b' ? undefined : value)),
  );
}

/** A list without its order, zeros without their sign. */
function asSet(text: string | undefined): string {
  const items = JSON.parse((text ?? 'null').replaceAll('-0.0', '0.0')) as unknown[] | null;
  return JSON.stringify(items?.map((item) => JSON.stringify(item)).sort());
}

/** What stages and expressions compute. */
export const AGGREGATES: readonly Explanation[] = [
  {
    name: 'computed fields with dots',
    why: 'A computed field with a dot is a field within a document; the second engine makes one whose name has a dot.',
    see: 'https://www.mongodb.com/docs/manual/reference/operator/aggregation/addFields/',
    matches: (difference) =>
      mentions(difference.case.command['pipeline'] ?? [], /"(b|a)\.x":/) &&
      (/"(b|a)\.x":/.test(difference.theirs.answer ?? '') ||
        mentions(difference.case.command, /\$group|"\$b"/) ||
        isSame(difference, (text) => unordered(withoutDotted(text)))) &&
      difference.theirs.error === undefined,
  },
  {
    name: 'what is in sets',
    why: '$addToSet and $push keep null, and leave out only what is missing; equal numbers are one, whatever their type.',
    see: 'https://www.mongodb.com/docs/manual/reference/operator/aggregation/addToSet/',
    matches: (difference) =>
      mentions(difference.case.command, /\$addToSet|\$push/) &&
      isSame(difference, (text) => unordered(withAlikeSets(text))),
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
    isRare: true,
    why: 'A field and one within it cannot be projected both, in a stage neither.',
    see: 'https://www.mongodb.com/docs/manual/reference/operator/aggregation/project/',
    matches: ({ case: { command }, ours, theirs }) =>
      theirs.error === undefined && ours.error?.code === 31249 && projectionsOf(command).some(doCollide),
  },
  {
    name: 'groups by arrays',
    why: 'Documents with equal ids are of one group, whatever the type of a number; an array is an id of its own, and in the second engine equal to its elements.',
    see: 'https://www.mongodb.com/docs/manual/reference/operator/aggregation/group/',
    matches: (difference) =>
      mentions(difference.case.command['pipeline'] ?? [], /\$group/) &&
      (hasTwins(difference.theirs.answer) ||
        goesOn(difference.case.command) ||
        /"(_id|k|l)":\[/.test(difference.ours.answer ?? '') ||
        isSame(difference, asSet)),
  },
  {
    name: 'the text of a whole number',
    isRare: true,
    why: 'The text of a whole number has no decimal point, though it is a double.',
    see: 'https://github.com/mongodb/mongo/blob/master/src/mongo/db/exec/document_value/value.cpp',
    matches: (difference) =>
      mentions(difference.case.command, /\$to(Lower|Upper)/) &&
      isSame(difference, (text) => (text ?? '').replaceAll(/:"(\d+)\.0"/g, ':"$1"')),
  },
  {
    name: 'the text of a time',
    isRare: true,
    why: 'A time has a text, which $toLower and $toUpper take.',
    see: 'https://github.com/mongodb/mongo/blob/master/src/mongo/db/exec/document_value/value.cpp',
    matches: ({ ours, theirs }) =>
      ours.error === undefined && theirs.error?.code === 16007 && /type date to String/.test(theirs.error.message),
  },
  {
    name: 'what is missing comes before null',
    isRare: true,
    why: 'Expressions compare by the order of all types, what is missing before null.',
    see: 'https://www.mongodb.com/docs/manual/reference/bson-type-comparison-order/',
    matches: (difference) =>
      mentions(difference.case.command, /"\$(gt|gte|lt|lte|cmp|eq|ne)":\["?.*(\$max|\$min|null)/) &&
      isSame(difference, (text) => (text ?? '').replaceAll(/true|false/g, 'truth')),
  },
  {
    name: 'the text of nothing',
    isRare: true,
    why: '$toLower and $toUpper of null, and of what is missing, are the empty text.',
    see: 'https://www.mongodb.com/docs/manual/reference/operator/aggregation/toLower/',
    matches: ({ case: { command }, ours, theirs }) =>
      mentions(command['pipeline'] ?? [], /\$to(Lower|Upper)/) &&
      theirs.error === undefined &&
      (ours.error === undefined || /must resolve to/.test(ours.error.message)),
  },
  {
    name: '$concat of nothing',
    isRare: true,
    why: '$concat with null among its operands is null; the second engine (as one of the two engines within MongoDB) fails where a wrong one comes before it.',
    see: 'https://www.mongodb.com/docs/manual/reference/operator/aggregation/concat/',
    matches: ({ ours, theirs }) => theirs.error?.code === 16702 && /:null/.test(ours.answer ?? ''),
  },
  {
    name: 'no more than needed',
    isRare: true,
    why: '$and, $or, $cond and $ifNull need not evaluate each operand, and an error in one that is not needed is not guaranteed; the second engine fails.',
    see: 'https://www.mongodb.com/docs/manual/reference/operator/aggregation/or/',
    matches: ({ case: { command }, ours, theirs }) =>
      ours.error === undefined &&
      theirs.error !== undefined &&
      mentions(command['pipeline'] ?? [], /"\$(and|or|cond|ifNull)":/),
  },
];
