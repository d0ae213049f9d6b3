import type { EventList } from './telemetry.facts.js';

/** @returns the events of a list that have one of some ids */
export function among(list: EventList, ids: ReadonlySet<string>): EventList {
  if (list.kind === 'ml') return { kind: list.kind, events: list.events.filter(({ id }) => ids.has(id)) };
  return { kind: list.kind, events: list.events.filter(({ id }) => ids.has(id)) };
}

/** @returns each event of a list as a list of its own */
export function oneByOne(list: EventList): EventList[] {
  if (list.kind === 'ml') return list.events.map((event) => ({ kind: list.kind, events: [event] }));
  return list.events.map((event) => ({ kind: list.kind, events: [event] }));
}
