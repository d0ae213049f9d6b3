import { type Flush, processes, recount, type Rollup, type State, type Step, withItem } from './machine.js';
import type { World } from './scenarios.js';

/** Section 1.2 D: each roll-up writer reads a dirty document, aggregates, writes for that version, clears for that version. */
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
    next: withRollup(state, bucket, { v: 0, d: 0, figures: recount(state, bucket), isDirty: false }),
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

function operation(
  { rules }: World,
  state: State,
  { flush, index, name }: { flush: Flush; index: number; name: string },
): Step {
  const { bucket, version } = flush;
  const rollup = state.rollups[bucket]!;
  switch (flush.next) {
    case 'aggregate': {
      const figures = recount(state, bucket);
      return { name: `${name} aggregates`, next: withFlush(state, index, { ...flush, figures, next: 'write' }) };
    }
    case 'write': {
      const doesMatch = rollup.d < version || !rules.isRollupGuarded;
      const after = doesMatch ? withRollup(state, bucket, { ...rollup, figures: flush.figures!, d: version }) : state;
      const then: Flush = { ...flush, figures: null, next: 'clear' };
      return { name: `${name} ${doesMatch ? 'writes' : 'writes nothing'}`, next: withFlush(after, index, then) };
    }
    default: {
      const doesMatch = rollup.v === version && rollup.d === version;
      const after = doesMatch ? withRollup(state, bucket, { ...rollup, isDirty: false }) : state;
      return { name: `${name} ${doesMatch ? 'clears' : 'clears nothing'}`, next: withFlush(after, index, null) };
    }
  }
}

function withRollup(state: State, bucket: string, rollup: Rollup): State {
  return { ...state, rollups: { ...state.rollups, [bucket]: rollup } };
}

function withFlush(state: State, index: number, flush: Flush | null): State {
  return { ...state, flushes: withItem(state.flushes, index, flush) };
}
