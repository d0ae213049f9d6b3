import type { EventList } from './telemetry.facts.js';

/** @returns each event of a list as a list of its own */
export function oneByOne(list: EventList): EventList[] {
  if (list.kind === 'ml') return list.events.map((event) => ({ kind: list.kind, events: [event] }));
  return list.events.map((event) => ({ kind: list.kind, events: [event] }));
}
