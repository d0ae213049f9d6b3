import { isSame, recount, type State } from './machine.js';
import { bucketsBelow, type Scenario, type World } from './scenarios.js';

/** Section 1.1 at any instant, whoever is in the middle of something: what is broken, or null. */
export function brokenIn(world: World, state: State): string | null {
  return lostEvent(world, state) ?? secondCopy(state) ?? wrongAlert(state) ?? wrongAtRest(world, state);
}

/** P1: what was acknowledged is stored. */
function lostEvent({ scenario }: World, { clients, events }: State): string | null {
  const stored = new Set(Object.values(events).map((event) => event?.copyOf));
  const promised = scenario.tries.filter(({ batch }) => clients.acknowledged.includes(batch));
  const lost = promised.flatMap((request) => Object.keys(request.events)).find((event) => !stored.has(event));
  return lost === undefined ? null : 'acknowledged but not stored';
}

/** P2 for one step: a label never changes. What is broken, or null. */
export function changedLabel(before: State, after: State): string | null {
  if (before.events === after.events) return null;
  const changed = Object.entries(before.events).find(
    ([id, event]) => event !== null && event.label !== null && event.label !== after.events[id]?.label,
  );
  return changed === undefined ? null : 'a label changed';
}

/** P5: no retry stores a second copy. */
function secondCopy({ events }: State): string | null {
  const copies = Object.values(events).flatMap((event) => (event === null ? [] : [event.copyOf]));
  return new Set(copies).size === copies.length ? null : 'an event is stored twice';
}

/** P3, first half: no alert but for an event that is stored as risky. */
function wrongAlert({ alerts, events }: State): string | null {
  const wrong = Object.entries(alerts).find(([id, isRaised]) => isRaised && events[id]?.label !== 'risky');
  return wrong === undefined ? null : 'an alert for an event that is not risky';
}

/** When nobody does anything, no ledger is open and no roll-up dirty, nothing will ever be repaired: all must be well. */
function wrongAtRest({ scenario }: World, state: State): string | null {
  if (scenario.isRetrySure && state.requests.includes('unsent')) return null;
  if (isBusy(state) || isDirty(state) || Object.values(state.ledgers).some((ledger) => ledger?.isOpen)) return null;
  return unfinished(scenario, state);
}

/** Whether every promise is kept and nobody is in the middle of something. From every state such a state must be in reach.
 * Only the ledger of a batch that was never acknowledged may still be open: it waits for the client's retry. */
export function isSettled({ scenario }: World, state: State): boolean {
  const isOpen = state.clients.acknowledged.some((batch) => state.ledgers[batch]?.isOpen);
  return !isBusy(state) && !isDirty(state) && !isOpen && unfinished(scenario, state) === null;
}

function isBusy({ requests, jobs, flushes }: State): boolean {
  return requests.some((request) => typeof request === 'object') || [...jobs, ...flushes].some((work) => work !== null);
}

function isDirty({ rollups }: State): boolean {
  return Object.values(rollups).some((rollup) => rollup?.isDirty);
}

/** What is missing of P2 (final labels), P3 (alerts) and P4 (a recount gives the roll-ups' figures), or null. */
function unfinished(scenario: Scenario, state: State): string | null {
  for (const [id, event] of Object.entries(state.events)) {
    if (event === null) continue;
    if (event.label === null) return 'at rest, an event has no label';
    if (event.label === 'risky' && !state.alerts[id]) return 'at rest, a risky event has no alert';
  }
  for (const [bucket, rollup] of Object.entries(state.rollups)) {
    const figures = rollup?.figures ?? { events: 0, risky: 0 };
    if (!isSame(figures, recount(state, [bucket, ...bucketsBelow(scenario, bucket)])))
      return 'at rest, a recount gives other figures';
  }
  return null;
}
