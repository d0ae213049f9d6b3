import { isAbout, keepsOrder } from '../affected.js';
import {
  canonical,
  type Explanation,
  filterOf,
  hasArrays,
  isChosenBy,
  isReordered,
  mentions,
  sortsOf,
  unordered,
  updateOf,
} from '../difference.js';

/** Fields that hold nothing, or something else than a text. */
const OTHER_THAN_TEXT = /^\{\}$|:[^"]/;
/** Numbers that are infinite, or at the ends of 64 bits. */
const UNBOUNDED = /Infinity|922337203685477580/;

/** What filters, sorts and projections choose and show. */
export const FILTERS: readonly Explanation[] = [
  {
    name: 'order of projected fields',
    why: 'Fields keep the order of the document; the second engine gives them in that of the projection.',
    see: 'https://www.mongodb.com/docs/manual/reference/operator/aggregation/project/',
    matches: (difference) =>
      mentions(difference.case.command, /"(projection|fields|\$project)"/) &&
      unordered(difference.ours.answer) === unordered(difference.theirs.answer) &&
      keepsOrder(difference),
  },
  {
    name: 'regular expressions are not compared',
    why: 'A range over a regular expression, and $ne of one, is an error.',
    see: 'https://www.mongodb.com/docs/manual/reference/operator/query/ne/',
    matches: ({ case: given, ours, theirs }) =>
      theirs.error === undefined &&
      /^Can't have reg?ex as arg to/i.test(ours.error?.message ?? '') &&
      canonical([filterOf(given), updateOf(given)]).includes('$regularExpression'),
  },
  {
    name: 'a document is a value',
    why: 'A document without fields, or with nothing but null, is equal to the same document only; the second engine has it match what is missing, too.',
    see: 'https://www.mongodb.com/docs/manual/tutorial/query-embedded-documents/',
    matches: (difference) => isChosenBy(difference, /\{\}|\{("[abx]":null,?)+\}/),
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
    see: 'https://jira.mongodb.org/browse/SERVER-18350',
    matches: (difference) =>
      isChosenBy(difference, /"\$[gl]te?":/) &&
      (canonical(filterOf(difference.case)).includes('NaN') || isAbout(difference, (fields) => /NaN/.test(fields))),
  },
  {
    name: '$all compares like equality',
    why: '$all is an $and of equalities, numbers of any type among them; without values it matches nothing.',
    see: 'https://www.mongodb.com/docs/manual/reference/operator/query/all/',
    matches: (difference) =>
      isChosenBy(difference, /"\$all":\[(\]|null|[^\]]*\$number)/) ||
      (isChosenBy(difference, /\$all/) && isAbout(difference, (fields) => fields.includes('['))),
  },
  {
    name: 'arrays within arrays',
    why: 'An array is compared with each element and with the whole.',
    see: 'https://www.mongodb.com/docs/manual/tutorial/query-arrays/',
    matches: (difference) =>
      isChosenBy(difference, /:\[/) && isAbout(difference, (fields) => /\[(.*,)?\[/.test(fields)),
  },
  {
    name: 'patterns match texts',
    why: 'A regular expression matches texts; the second engine also searches what it makes of other values as text.',
    see: 'https://www.mongodb.com/docs/manual/reference/operator/query/regex/',
    matches: (difference) =>
      isChosenBy(difference, /\$regularExpression|\$regex/) &&
      isAbout(difference, (fields) => OTHER_THAN_TEXT.test(fields)),
  },
  {
    name: 'ranges over arrays',
    why: 'Arrays compare element by element, as wholes and by their elements.',
    see: 'https://www.mongodb.com/docs/manual/reference/bson-type-comparison-order/',
    matches: (difference) =>
      isChosenBy(difference, /"\$[gl]te?":\[/) && isAbout(difference, (fields) => fields.includes('[')),
  },
  {
    name: '$mod of what is no whole number of 32 bits',
    why: 'NaN and infinity have no remainder; large whole numbers have an exact one.',
    see: 'https://www.mongodb.com/docs/manual/reference/operator/query/mod/',
    matches: (difference) =>
      isChosenBy(difference, /\$mod/) &&
      isAbout(difference, (fields) => /NaN|Infinity|9007199254740993|922337203685477580|10000000000/.test(fields)),
  },
  {
    name: '$elemMatch of fields',
    why: 'It asks documents and arrays among the elements; the second engine also asks scalars, which have no fields.',
    see: 'https://www.mongodb.com/docs/manual/reference/operator/query/elemMatch/',
    matches: (difference) =>
      isChosenBy(difference, /\$elemMatch":\{"[abx]"/) && isAbout(difference, (fields) => fields.includes('[')),
  },
  {
    name: 'paths through arrays',
    why: 'A path through an array leads into its documents; where there are none it leads to nothing, not to null.',
    see: 'https://www.mongodb.com/docs/manual/tutorial/query-array-of-documents/',
    matches: (difference) =>
      isChosenBy(difference, /[abc]\.[abx01].*(null|\$exists|\$not|\$n(e|in|or)")/) &&
      isAbout(difference, (fields) => fields.includes('[')),
  },
  {
    name: 'sorting through arrays',
    why: 'A document whose array leads to nothing sorts like one without the field.',
    see: 'https://www.mongodb.com/docs/manual/reference/method/cursor.sort/',
    matches: (difference) =>
      mentions(sortsOf(difference.case), /[abc]\.[abx01]/) && hasArrays(difference) && isReordered(difference),
  },
  {
    name: 'ranges up to infinity',
    isRare: true,
    why: 'Every number but NaN is less than infinity, and greater than its negative.',
    see: 'https://www.mongodb.com/docs/manual/reference/bson-type-comparison-order/',
    matches: (difference) =>
      isChosenBy(difference, /"\$[gl]te?":\{"\$number/) && isAbout(difference, (fields) => UNBOUNDED.test(fields)),
  },
  {
    name: 'NaN sorts before numbers',
    isRare: true,
    why: 'NaN comes before all other numbers.',
    see: 'https://www.mongodb.com/docs/manual/reference/bson-type-comparison-order/',
    matches: (difference) =>
      mentions(sortsOf(difference.case), /"[abc]/) &&
      canonical(difference.case.documents).includes('NaN') &&
      isReordered(difference),
  },
  {
    name: 'NaN sorts before numbers, in groups',
    why: 'NaN comes before all other numbers, also where groups are sorted by their ids, and for $min and $max.',
    see: 'https://www.mongodb.com/docs/manual/reference/bson-type-comparison-order/',
    matches: ({ case: given }) =>
      mentions(given.command, /\$group.*(\$sort":\{"_id|"\$(min|max)")/) && canonical(given.documents).includes('NaN'),
  },
  {
    name: 'arrays among the elements that are sorted by',
    isRare: true,
    why: 'Arrays sort by their least element, going down by their greatest, where one that is itself an array is greater than a document; an empty array is less than null.',
    see: 'https://www.mongodb.com/docs/manual/reference/bson-type-comparison-order/',
    matches: (difference) =>
      difference.ours.error === undefined &&
      difference.theirs.error === undefined &&
      isReordered(difference) &&
      mentions(sortsOf(difference.case), /"[abc]":/) &&
      /\[(.*,)?\[|:\[\].*:\[\]/.test(canonical(difference.case.documents)),
  },
  {
    name: 'regular expressions are sorted and told apart',
    isRare: true,
    why: 'Regular expressions have a place in the order of all types; the second engine cannot compare two of them.',
    see: 'https://www.mongodb.com/docs/manual/reference/bson-type-comparison-order/',
    matches: ({ ours, theirs }) =>
      ours.error === undefined && /can't compare class .*BsonRegularExpression/.test(theirs.error?.message ?? ''),
  },
  {
    name: 'the type of regular expressions',
    isRare: true,
    why: '$type finds a type within arrays, and any of a list; the second engine finds regular expressions in neither.',
    see: 'https://www.mongodb.com/docs/manual/reference/operator/query/type/',
    matches: (difference) =>
      isChosenBy(difference, /"\$type":(\[[^\]]*)?"regex"/) &&
      isAbout(difference, (fields) => fields.includes('$regularExpression')),
  },
  {
    name: 'infinity is a value of its own',
    isRare: true,
    why: 'Infinity equals no whole number; to the second engine it is the greatest of 64 bits.',
    see: 'https://www.mongodb.com/docs/manual/reference/bson-type-comparison-order/',
    matches: ({ case: given }) =>
      (given.command['distinct'] !== undefined || mentions(given.command, /\$group/)) &&
      /Infinity/.test(canonical(given.documents)) &&
      /922337203685477580/.test(canonical(given.documents)),
  },
];
