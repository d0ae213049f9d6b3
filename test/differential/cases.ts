import { type Arbitrary, boolean, constantFrom, integer, oneof, option, record } from 'fast-check';
import mongoose from 'mongoose';
import { filter, upsertFilter } from './generators/filters.js';
import { pipeline, shown } from './generators/pipelines.js';
import { update, changes } from './generators/updates.js';
import { type Doc, documents, path, sort } from './generators/values.js';

const { Int32 } = mongoose.mongo;

/** A command and the documents it finds. */
export interface Case {
  readonly documents: readonly Doc[];
  /** Without the name of the collection, which the first field takes. */
  readonly command: Doc;
  /** Whether the order of the answer's documents says nothing. */
  readonly isUnordered: boolean;
}

/** The commands that are compared, by what they are called in reports. */
export type Kind = 'find' | 'distinct' | 'aggregate' | 'update' | 'findAndModify' | 'delete';

const count = integer({ min: 1, max: 3 }).map((value) => new Int32(value));
const optional = <T>(arbitrary: Arbitrary<T>): Arbitrary<T | undefined> => option(arbitrary, { nil: undefined });

function casesOf(command: Arbitrary<Doc>, isUnordered: (command: Doc) => boolean = () => false): Arbitrary<Case> {
  return record({ documents, command }).map(({ documents, command }) => {
    const given = Object.fromEntries(Object.entries(command).filter(([, operand]) => operand !== undefined));
    return { documents, command: given, isUnordered: isUnordered(given) };
  });
}

const find = record({
  find: constantFrom(''),
  filter,
  sort: optional(sort),
  skip: optional(count),
  limit: optional(count),
  projection: optional(shown),
});
/** Which documents are skipped or left over means something in an order only. */
const orderedFind = find.map((command) =>
  command.skip === undefined && command.limit === undefined
    ? command
    : { ...command, sort: command.sort ?? { _id: 1 } },
);
const distinct = record({ distinct: constantFrom(''), key: path, query: filter });
const aggregate = record({ aggregate: constantFrom(''), pipeline, cursor: record({}) });
const remove = record({
  delete: constantFrom(''),
  deletes: record({ q: filter, limit: constantFrom(0, 1).map((value) => new Int32(value)) }).map((one) => [one]),
});
const modify = oneof(
  record({ q: filter, u: update, multi: constantFrom(false), upsert: boolean() }),
  record({ q: filter, u: changes, multi: constantFrom(true), upsert: boolean() }),
  record({ q: upsertFilter, u: update, multi: constantFrom(false), upsert: constantFrom(true) }),
);
const updates = record({ update: constantFrom(''), updates: modify.map((one) => [one]) });
const findAndModify = oneof(
  record({
    findAndModify: constantFrom(''),
    query: oneof(filter, upsertFilter),
    sort: optional(sort),
    update,
    new: boolean(),
    upsert: boolean(),
    fields: optional(shown),
  }),
  record({ findAndModify: constantFrom(''), query: filter, sort: optional(sort), remove: constantFrom(true) }),
);

/** Whether a pipeline leaves the order of its answer open: it groups, and sorts no more. */
function isUnordered({ pipeline }: Doc): boolean {
  const names = (pipeline as Doc[]).map((stage) => Object.keys(stage)[0]);
  return names.lastIndexOf('$group') > names.lastIndexOf('$sort');
}

/** Cases by command. */
export const CASES: Readonly<Record<Kind, Arbitrary<Case>>> = {
  find: casesOf(orderedFind, ({ sort }) => sort === undefined),
  distinct: casesOf(distinct),
  aggregate: casesOf(aggregate, isUnordered),
  update: casesOf(updates),
  findAndModify: casesOf(findAndModify),
  delete: casesOf(remove),
};
