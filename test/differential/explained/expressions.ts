import { canonical, type Difference, type Explanation, isSame, mentions, unordered, untyped } from '../difference.js';

/** The groups of an answer but that of what is missing or null, as a set. */
function otherGroups(answer: string | undefined): string {
  const groups = JSON.parse(answer ?? 'null') as { _id: unknown }[] | null;
  const others = groups?.filter(({ _id }) => !['{}', '{"k":null}'].includes(JSON.stringify(_id)));
  return JSON.stringify(others?.map((group) => JSON.stringify(group)).sort());
}

/** Whether an answer holds a double that is no number of 64 bits. */
function isOver64Bits(answer: string | undefined): boolean {
  return Array.from((answer ?? '').matchAll(/"\$numberDouble\\?":\\?"(-?\d[^"\\]*)/g)).some(
    ([, digits]) => Math.abs(Number(digits)) >= 2 ** 63,
  );
}

function groupsByOneField({ case: { command } }: Difference): boolean {
  return mentions(command['pipeline'] ?? [], /"\$group":\{"_id":\{"k":"[^"]*"\}/);
}

/** Which numbers operators give, and which operators there are. */
export const EXPRESSIONS: readonly Explanation[] = [
  {
    name: 'a missing field of a group by one',
    why: 'What is missing is null in the id of a group by a document of one field; the second engine leaves it out, and tells it from null.',
    see: 'https://github.com/mongodb/mongo/blob/v7.0/src/mongo/db/pipeline/document_source_group_base.cpp',
    matches: (difference) =>
      groupsByOneField(difference) &&
      /"_id":\{"k":null\}/.test(difference.ours.answer ?? '') &&
      /"_id":\{\}/.test(difference.theirs.answer ?? '') &&
      otherGroups(difference.ours.answer) === otherGroups(difference.theirs.answer),
  },
  {
    name: 'operators that the second engine lacks',
    why: '$round, $type and weeks are operators of expressions; the second engine has none of these names.',
    see: 'https://www.mongodb.com/docs/manual/reference/operator/aggregation/round/',
    matches: ({ theirs }) =>
      /Unrecognized expression '\$(round|type|week|isoWeek|isoWeekYear)'/.test(theirs.error?.message ?? ''),
  },
  {
    name: 'how many operands',
    why: '$trunc takes a place as well, and $multiply any number of operands.',
    see: 'https://www.mongodb.com/docs/manual/reference/operator/aggregation/trunc/',
    matches: ({ theirs }) => /Expression \$(trunc|multiply) takes exactly/.test(theirs.error?.message ?? ''),
  },
  {
    name: 'conversions that lose',
    why: 'A conversion of a number that the type cannot hold is an error; the second engine lets it wrap around.',
    see: 'https://www.mongodb.com/docs/manual/reference/operator/aggregation/toInt/',
    matches: ({ ours, theirs }) => theirs.error === undefined && ours.error?.code === 241,
  },
  {
    name: 'over 64 bits',
    why: 'A sum or product that 64 bits do not hold is a double; the second engine lets it wrap around.',
    see: 'https://www.mongodb.com/docs/manual/reference/operator/aggregation/add/',
    matches: ({ case: { command }, ours, theirs }) =>
      mentions(command['pipeline'] ?? [], /\$(sum|avg|add|multiply|subtract|abs)/) &&
      isOver64Bits(ours.answer) &&
      /"\$number(Long|Int)/.test(theirs.answer ?? ''),
  },
  {
    name: 'what is not defined',
    why: 'A root of less than 0, a logarithm of 0 or less, and a division or remainder by 0 are errors; the second engine has NaN or infinity, or nothing where nobody asks.',
    see: 'https://www.mongodb.com/docs/manual/reference/operator/aggregation/ln/',
    matches: ({ ours, theirs }) =>
      theirs.error === undefined &&
      /^(\$(sqrt|ln|log10)'s argument must be|can't \$(mod|divide) by zero)/.test(ours.error?.message ?? ''),
  },
  {
    name: 'the least number in expressions',
    isRare: true,
    why: '$max and $min compare by the order of all types, in which NaN comes before all other numbers.',
    see: 'https://www.mongodb.com/docs/manual/reference/bson-type-comparison-order/',
    matches: ({ case: { command }, ours, theirs }) =>
      /"\$(max|min)":.*NaN/.test(canonical(command)) && ours.error === undefined && theirs.error === undefined,
  },
  {
    name: 'types of remainders, powers and rounded doubles',
    why: '$mod and $pow of whole numbers are whole numbers, and $floor, $ceil and $abs of a double are doubles, however large; the second engine computes both otherwise.',
    see: 'https://www.mongodb.com/docs/manual/reference/operator/aggregation/mod/',
    matches: (difference) =>
      mentions(difference.case.command['pipeline'] ?? [], /\$(mod|floor|ceil|abs|pow)"/) &&
      difference.ours.error === undefined &&
      isSame(difference, (text) => unordered(untyped(text))),
  },
  {
    name: 'a wrong operand before nothing',
    isRare: true,
    why: '$multiply takes its operands in order: a wrong one is an error where null comes behind it.',
    see: 'https://github.com/mongodb/mongo/blob/v7.0/src/mongo/db/pipeline/expression.cpp',
    matches: ({ ours, theirs }) =>
      theirs.error === undefined && ours.error?.message.startsWith('$multiply only supports numeric types') === true,
  },
];
