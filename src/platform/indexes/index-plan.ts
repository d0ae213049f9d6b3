import type { mongo } from 'mongoose';

/** An index as it is declared or stored. */
export interface IndexForm {
  readonly name: string;
  readonly key: Readonly<Record<string, unknown>>;
  readonly unique?: boolean;
  readonly sparse?: boolean;
  /** Of one by which documents expire: how long they live, seconds. */
  readonly expireAfterSeconds?: number;
}

/** What is to be done for an index. */
export interface IndexStep {
  readonly index: IndexForm;
  /** `create`: there is none; `retime`: documents are to expire after another time; `replace`: one is in its way. */
  readonly kind: 'create' | 'retime' | 'replace';
  /** Name of the one that is there. */
  readonly present: string | null;
}

/** Compares the indexes that a release declares with those of a collection.
 * @returns what is missing or otherwise; indexes that somebody else made stay */
export function indexSteps(declared: readonly IndexForm[], present: readonly IndexForm[]): IndexStep[] {
  return declared.flatMap((index): IndexStep[] => {
    const same = present.find(({ key }) => textOf(key) === textOf(index.key));
    const named = present.find(({ name }) => name === index.name);
    if (same === undefined)
      return [{ index, kind: named === undefined ? 'create' : 'replace', present: named?.name ?? null }];
    if (!hasSameRules(index, same)) return [{ index, kind: 'replace', present: same.name }];
    if (index.expireAfterSeconds === same.expireAfterSeconds) return [];
    const isRetimed = index.expireAfterSeconds !== undefined && same.expireAfterSeconds !== undefined;
    return [{ index, kind: isRetimed ? 'retime' : 'replace', present: same.name }];
  });
}

/** @returns how an index is described to the database */
export function descriptionOf({ name, key, unique, sparse, expireAfterSeconds }: IndexForm): mongo.IndexDescription {
  return {
    name,
    key: key as Record<string, 1 | -1>,
    ...(unique === true ? { unique } : {}),
    ...(sparse === true ? { sparse } : {}),
    ...(expireAfterSeconds === undefined ? {} : { expireAfterSeconds }),
  };
}

/** @returns the name that the database gives an index by itself */
export function nameOf(key: IndexForm['key']): string {
  return Object.entries(key)
    .map(([field, direction]) => `${field}_${String(direction)}`)
    .join('_');
}

function hasSameRules(one: IndexForm, other: IndexForm): boolean {
  return (one.unique === true) === (other.unique === true) && (one.sparse === true) === (other.sparse === true);
}

/** Engines give numbers of other types back than they got. */
function textOf(key: IndexForm['key']): string {
  return Object.entries(key)
    .map(([field, direction]) => `${field}:${String(Number(direction))}`)
    .join();
}
