import type { Position } from '../lib/newest-first.js';

/** Events that one query of a search looks at, at most: so long it holds up everybody else's. */
export const SLICE_EVENTS = 2000;

/** Above and below every id, which are 32 hexadecimal digits. */
const HIGHEST_ID = 'f'.repeat(32);
const LOWEST_ID = '0'.repeat(32);

/** A part of a list in the order of time and id that holds few events, whether they match a search or not. */
export interface Slice {
  /** What an event in it fulfils. */
  readonly conditions: object;
  /** Whether all its events happened at one instant. */
  readonly isInstant: boolean;
  /** The last place in it; null where nothing comes after it. */
  readonly end: Position | null;
}

/** Finds the place of an event in a list.
 * @param nth 1 for the first of those that fulfil the conditions, in the order
 * @returns null where there are not so many */
export type Place = (
  conditions: object,
  order: { readonly timestamp: -1 } | { readonly _id: -1 },
  nth: number,
) => Promise<Position | null>;

/** Cuts a list, the newest event first, into slices. What no index says is then asked of few events at a time. Of
 * very many events of one instant, slices go by id.
 * @param after where to begin; null at the newest event */
export async function* slicesOf(placeOf: Place, after: Position | null): AsyncGenerator<Slice> {
  for (let place = after; ;) {
    if (place !== null) {
      const below = { timestamp: place.at, _id: { $lt: place.id } };
      const last = await placeOf(below, { _id: -1 }, SLICE_EVENTS);
      const conditions = { timestamp: place.at, _id: { $lt: place.id, ...(last === null ? {} : { $gte: last.id }) } };
      yield { conditions, isInstant: true, end: last ?? { at: place.at, id: LOWEST_ID } };
      if (last !== null) {
        place = last;
        continue;
      }
    }
    const older = place === null ? {} : { $lt: place.at };
    const last = await placeOf(spanning(older), { timestamp: -1 }, SLICE_EVENTS);
    // The instant of that last one may hold any number: it is a slice of its own, or several.
    place = last === null ? null : { at: last.at, id: HIGHEST_ID };
    yield {
      conditions: spanning({ ...older, ...(last === null ? {} : { $gt: last.at }) }),
      isInstant: false,
      end: place,
    };
    if (place === null) return;
  }
}

function spanning(timestamp: object): object {
  return Object.keys(timestamp).length === 0 ? {} : { timestamp };
}
