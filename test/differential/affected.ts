import { canonical, type Difference, filterOf } from './difference.js';
import type { Doc } from './generators/values.js';

/** Whether the documents on which the engines disagree are such that an explanation is about them. Where a command takes only some
 * of what it finds, one such document pushes others out of the answer, so one of them is enough; and so it is where the answer
 * doesn't tell which documents it is about: where some are skipped, or one of the engines stopped on the way.
 * @param holds asked for the fields of a document that the filter names, as canonical extended JSON */
export function isAbout(difference: Difference, holds: (fields: string) => boolean): boolean {
  const names = fieldsOf(filterOf(difference.case));
  const asked = (document: unknown): boolean =>
    holds(canonical(Object.fromEntries(Object.entries(document as Doc).filter(([name]) => names.has(name)))));
  const affected = affectedBy(difference);
  const {
    case: { command },
    ours,
    theirs,
  } = difference;
  const isCut = command['skip'] !== undefined || ours.error !== undefined || theirs.error !== undefined;
  if (isCut || affected.length === 0) return difference.case.documents.some(asked);
  return takesSome(command) ? affected.some(asked) : affected.every(asked);
}

/** The top-level fields that a filter names. */
function fieldsOf(filter: unknown): ReadonlySet<string> {
  return new Set(
    Array.from(canonical(filter).matchAll(/"\$?(_id|none|at|set|[abckln])[".]/g), ([, name = '']) => name),
  );
}

function takesSome(command: Doc): boolean {
  const [first] = (command['deletes'] ?? command['updates'] ?? []) as Doc[];
  if (command['find'] !== undefined) return command['limit'] !== undefined;
  return first === undefined || first['multi'] === false || Number(first['limit']) === 1;
}

/** The case's documents that only one engine shows, or that the engines leave behind differently. */
function affectedBy({ case: given, ours, theirs }: Difference): readonly Doc[] {
  const isRead = ours.stored === undefined;
  const [mine, other] = [ours, theirs].map(({ answer, stored }) => byId(isRead ? answer : stored));
  if (mine === undefined || other === undefined) return [];
  return given.documents.filter(({ _id }) => {
    const id = canonical(_id);
    return mine.get(id) !== other.get(id) && (!isRead || mine.has(id) !== other.has(id));
  });
}

/** Documents by their ids; undefined for what is no list of documents with ids. */
function byId(list: string | undefined): ReadonlyMap<string, string> | undefined {
  const documents = JSON.parse(list ?? 'null') as unknown;
  if (!Array.isArray(documents)) return undefined;
  const entries = documents.map((one: Doc | null): [string, string] => [
    JSON.stringify(one?.['_id']),
    JSON.stringify(one),
  ]);
  return entries.some(([id]) => id === undefined) ? undefined : new Map(entries);
}

/** Whether the documents that a find of ours shows have their fields in the order in which the case's documents have them. */
export function keepsOrder({ case: given, ours }: Difference): boolean {
  const shown = given.command['find'] === undefined ? undefined : byId(ours.answer);
  if (shown === undefined) return true;
  return given.documents.every((document) => {
    const names = Object.keys(JSON.parse(shown.get(canonical(document['_id'])) ?? '{}') as object);
    return (
      names.join() ===
      Object.keys(document)
        .filter((name) => names.includes(name))
        .join()
    );
  });
}
