import mongoose from 'mongoose';
import { type Explanation, hasArrays, isChosenBy, mentions, sortsOf, unordered } from '../difference.js';

const { EJSON } = mongoose.mongo.BSON;

/** What filters, sorts and projections choose and show. */
export const FILTERS: readonly Explanation[] = [
  {
    name: 'order of projected fields',
    why: 'Fields keep the order of the document; the second engine gives them in that of the projection.',
    see: 'https://www.mongodb.com/docs/manual/reference/operator/aggregation/project/',
    matches: ({ case: { command }, ours, theirs }) =>
      mentions(command, /"(projection|fields|\$project)"/) && unordered(ours.answer) === unordered(theirs.answer),
  },
  {
    name: 'regular expressions are not compared',
    why: 'A range over a regular expression, and $ne of one, is an error.',
    see: 'https://www.mongodb.com/docs/manual/reference/operator/query/ne/',
    matches: ({ ours, theirs }) =>
      theirs.error === undefined && /^Can't have reg?ex as arg to/i.test(ours.error?.message ?? ''),
  },
  {
    name: 'an empty document is a value',
    why: 'It is equal to an empty document only; the second engine has it match what is missing, too.',
    see: 'https://www.mongodb.com/docs/manual/tutorial/query-embedded-documents/',
    matches: (difference) => isChosenBy(difference, /\{\}/),
  },
  {
    name: 'at least null',
    why: '$gte and $lte of null match null and what is missing.',
    see: 'https://www.mongodb.com/docs/manual/tutorial/query-for-null-fields/',
    matches: (difference) => isChosenBy(difference, /"\$[gl]te":null/),
  },
  {
    name: 'arrays among the values of $in',
    why: 'An array in the list of $in is equal to a field that holds just that array.',
    see: 'https://www.mongodb.com/docs/manual/reference/operator/query/in/',
    matches: (difference) => isChosenBy(difference, /"\$n?in":\[(.*,)?\[/),
  },
  {
    name: 'NaN compares with itself only',
    why: 'Nothing is less or greater than NaN in a filter.',
    see: 'https://www.mongodb.com/docs/manual/reference/bson-type-comparison-order/',
    matches: (difference) => isChosenBy(difference, /"\$[gl]te?":(\{"\$number(Double|Decimal)":"NaN"\}|NaN)/),
  },
  {
    name: '$all compares like equality',
    why: '$all is an $and of equalities; without values it matches nothing.',
    see: 'https://www.mongodb.com/docs/manual/reference/operator/query/all/',
    matches: (difference) => isChosenBy(difference, /\$all/),
  },
  {
    name: 'arrays within arrays',
    why: 'An array is compared with each element and with the whole.',
    see: 'https://www.mongodb.com/docs/manual/tutorial/query-arrays/',
    matches: (difference) =>
      isChosenBy(difference, /:\[/) && /\[(.*,)?\[/.test(EJSON.stringify(difference.case.documents)),
  },
  {
    name: 'patterns match texts',
    why: 'A regular expression matches texts; the second engine also searches what it makes of other values as text.',
    see: 'https://www.mongodb.com/docs/manual/reference/operator/query/regex/',
    matches: (difference) => isChosenBy(difference, /\$regularExpression|\$regex/),
  },
  {
    name: 'ranges over arrays',
    why: 'Arrays compare element by element, as wholes and by their elements.',
    see: 'https://www.mongodb.com/docs/manual/reference/bson-type-comparison-order/',
    matches: (difference) => isChosenBy(difference, /"\$[gl]te?":\[/),
  },
  {
    name: '$mod of what is no whole number of 53 bits',
    why: 'NaN and infinity have no remainder; large whole numbers have an exact one.',
    see: 'https://www.mongodb.com/docs/manual/reference/operator/query/mod/',
    matches: (difference) =>
      isChosenBy(difference, /\$mod/) &&
      /NaN|Infinity|9007199254740993|922337203685477580/.test(
        EJSON.stringify(difference.case.documents, { relaxed: false }),
      ),
  },
  {
    name: '$elemMatch of fields',
    why: 'It asks documents and arrays among the elements; the second engine also asks scalars, which have no fields.',
    see: 'https://www.mongodb.com/docs/manual/reference/operator/query/elemMatch/',
    matches: (difference) => isChosenBy(difference, /\$elemMatch":\{"[abx]"/),
  },
  {
    name: 'paths through arrays',
    why: 'A path through an array leads into its documents; where there are none it leads to nothing, not to null.',
    see: 'https://www.mongodb.com/docs/manual/tutorial/query-array-of-documents/',
    matches: (difference) =>
      isChosenBy(difference, /[abc]\.[abx01].*(null|\$exists|\$not|\$n)/) && hasArrays(difference),
  },
  {
    name: 'sorting through arrays',
    why: 'A document whose array leads to nothing sorts like one without the field.',
    see: 'https://www.mongodb.com/docs/manual/reference/method/cursor.sort/',
    matches: (difference) => mentions(sortsOf(difference.case), /[abc]\.[abx01]/) && hasArrays(difference),
  },
  {
    name: 'ranges up to infinity',
    why: 'Every number but NaN is less than infinity, and greater than its negative.',
    see: 'https://www.mongodb.com/docs/manual/reference/bson-type-comparison-order/',
    matches: (difference) => isChosenBy(difference, /Infinity/),
  },
  {
    name: 'NaN sorts before numbers',
    why: 'NaN comes before all other numbers.',
    see: 'https://www.mongodb.com/docs/manual/reference/bson-type-comparison-order/',
    matches: (difference) =>
      mentions(sortsOf(difference.case), /"[abc]/) && EJSON.stringify(difference.case.documents).includes('NaN'),
  },
];
