import {
  type Figures,
  type Flush,
  processes,
  recount,
  type Rollup,
  type State,
  type Step,
  withItem,
} from './machine.js';
import type { RollupStep } from './rules.js';
import { bucketsBelow, type World } from './scenarios.js';

/** Section 1.2 D: each roll-up writer reads a dirty document, aggregates, writes for that version, bumps the bucket of the level above,
 * clears for that version. */
export function rollupSteps(world: World, state: State): Step[] {
  if (world.scenario.flushers.length === 0) return atOnce(state);
  return state.flushes.flatMap((flush, index) => {
    const name = `${processes[world.scenario.flushers[index] as 0 | 1]}'s roll-up`;
    if (flush === null)
      return reads(state).map(({ bucket, version }) => begin(state, index, { name, bucket, version }));
    return [operation(world, state, { flush, index, name })];
  });
}

/** The four operations as one, for the searches that look at the rest of the machine. */
function atOnce(state: State): Step[] {
  return reads(state).map(({ bucket }) => ({
    name: `roll-up of ${bucket} recomputed`,
    next: withRollup(state, bucket, { v: 0, d: 0, figures: recount(state, [bucket]), isDirty: false }),
  }));
}

function reads(state: State): { bucket: string; version: number }[] {
  return Object.entries(state.rollups).flatMap(([bucket, rollup]) =>
    rollup?.isDirty ? [{ bucket, version: rollup.v }] : [],
  );
}

function begin(state: State, index: number, read: { name: string; bucket: string; version: number }): Step {
  const flush: Flush = { bucket: read.bucket, version: read.version, figures: null, next: 'aggregate' };
  return { name: `${read.name} reads ${read.bucket}`, next: withFlush(state, index, flush) };
}

function operation(world: World, state: State, turn: { flush: Flush; index: number; name: string }): Step {
  const { flush, index, name } = turn;
  if (flush.next === 'aggregate') {
    const figures = aggregate(world, state, flush.bucket);
    const then: Flush = { ...flush, figures, next: stepAfter(world, flush, null) ?? 'clear' };
    return { name: `${name} aggregates`, next: withFlush(state, index, then) };
  }
  const { told, after } = DOES[flush.next](world, state, flush);
  const next = stepAfter(world, flush, flush.next);
  const figures = flush.next === 'write' ? null : flush.figures;
  return { name: `${name} ${told}`, next: withFlush(after, index, next === null ? null : { ...flush, figures, next }) };
}

/** What the level below says, or the events. */
function aggregate({ scenario }: World, state: State, bucket: string): Figures {
  const below = bucketsBelow(scenario, bucket);
  if (below.length === 0) return recount(state, [bucket]);
  const all = below.map((name) => state.rollups[name]?.figures ?? { events: 0, risky: 0 });
  return all.reduce((sum, { events, risky }) => ({ events: sum.events + events, risky: sum.risky + risky }));
}

/** The operation that follows one; null after the last. */
function stepAfter({ rules, scenario }: World, { bucket }: Flush, step: RollupStep | null): RollupStep | null {
  const order = rules.rollupOrder.filter((it) => it !== 'raise' || scenario.above?.[bucket] !== undefined);
  return order[step === null ? 0 : order.indexOf(step) + 1] ?? null;
}

type Does = (world: World, state: State, flush: Flush) => { told: string; after: State };

const DOES: Readonly<Record<RollupStep, Does>> = {
  write: ({ rules }, state, { bucket, version, figures }) => {
    const rollup = state.rollups[bucket]!;
    const doesMatch = rollup.d < version || !rules.isRollupGuarded;
    if (!doesMatch) return { told: 'writes nothing', after: state };
    return { told: 'writes', after: withRollup(state, bucket, { ...rollup, figures: figures!, d: version }) };
  },
  raise: ({ scenario }, state, { bucket }) => {
    const above = scenario.above![bucket]!;
    const rollup = state.rollups[above] ?? { v: 0, d: 0, figures: { events: 0, risky: 0 }, isDirty: false };
    return { told: `bumps ${above}`, after: withRollup(state, above, { ...rollup, v: rollup.v + 1, isDirty: true }) };
  },
  clear: (_, state, { bucket, version }) => {
    const rollup = state.rollups[bucket]!;
    const doesMatch = rollup.v === version && rollup.d === version;
    if (!doesMatch) return { told: 'clears nothing', after: state };
    return { told: 'clears', after: withRollup(state, bucket, { ...rollup, isDirty: false }) };
  },
};

function withRollup(state: State, bucket: string, rollup: Rollup): State {
  return { ...state, rollups: { ...state.rollups, [bucket]: rollup } };
}

function withFlush(state: State, index: number, flush: Flush | null): State {
  return { ...state, flushes: withItem(state.flushes, index, flush) };
}
