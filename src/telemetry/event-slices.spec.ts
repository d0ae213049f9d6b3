import { describe, expect, it } from 'vitest';
import type { Position } from '../lib/newest-first.js';
import { type Place, type Slice, SLICE_EVENTS, slicesOf } from './event-slices.js';

interface Event {
  readonly timestamp: Date;
  readonly _id: string;
}

type Bounds<Value> = { readonly $lt?: Value; readonly $gt?: Value; readonly $gte?: Value };

/** Events of instants, the newest first: so many of each. */
function eventsOf(counts: readonly number[]): Event[] {
  return counts.flatMap((count, at) =>
    Array.from({ length: count }, (_none, nth) => ({
      timestamp: new Date(1_000_000 - at),
      _id: (count - nth).toString(16).padStart(32, '0'),
    })),
  );
}

/** The few operators that slices use. */
function meets<Value extends Date | string>(value: Value, asked: Value | Bounds<Value> | undefined): boolean {
  if (asked === undefined) return true;
  if (typeof asked === 'string' || asked instanceof Date) return value.valueOf() === asked.valueOf();
  const { $lt, $gt, $gte } = asked;
  return (
    !($lt !== undefined && value >= $lt) &&
    !($gt !== undefined && value <= $gt) &&
    !($gte !== undefined && value < $gte)
  );
}

function matching(events: readonly Event[], conditions: object): Event[] {
  const { timestamp, _id } = conditions as { timestamp?: Date | Bounds<Date>; _id?: string | Bounds<string> };
  return events.filter((event) => meets(event.timestamp, timestamp) && meets(event._id, _id));
}

async function cut(events: readonly Event[], after: Position | null): Promise<(Slice & { events: Event[] })[]> {
  const placeOf: Place = async (conditions, _order, nth) => {
    const found = matching(events, conditions)[nth - 1];
    return found === undefined ? null : { at: found.timestamp, id: found._id };
  };
  const slices: (Slice & { events: Event[] })[] = [];
  for await (const slice of slicesOf(placeOf, after)) {
    slices.push({ ...slice, events: matching(events, slice.conditions) });
  }
  return slices;
}

describe(slicesOf.name, () => {
  it.each([
    { of: 'no events', counts: [] },
    { of: 'few events', counts: [1, 2, 3] },
    { of: 'an event each instant', counts: Array.from({ length: 3 * SLICE_EVENTS }, () => 1) },
    { of: 'as many as a slice', counts: [SLICE_EVENTS] },
    { of: 'one more', counts: [SLICE_EVENTS, 1] },
    { of: 'very many of one instant', counts: [1, 5 * SLICE_EVENTS + 7, 1] },
    { of: 'many of each instant', counts: Array.from({ length: 9 }, () => 900) },
  ])('cuts $of into slices that are small, have each event once, and go on from any end', async ({ counts }) => {
    const events = eventsOf(counts);
    const slices = await cut(events, null);
    expect(slices.flatMap((slice) => slice.events)).toEqual(events);
    expect(Math.max(...slices.map((slice) => slice.events.length))).toBeLessThanOrEqual(SLICE_EVENTS);
    for (const [nth, { end }] of slices.entries()) {
      const rest = slices.slice(nth + 1).flatMap((slice) => slice.events);
      const goneOn = end === null ? [] : (await cut(events, end)).flatMap((slice) => slice.events);
      expect(goneOn).toEqual(rest);
    }
  });
});
