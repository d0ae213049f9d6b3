import { acceptSteps } from './accept-steps.js';
import { processes, type Request, type State, type Step, withItem, withRankedVersions } from './machine.js';
import { rollupSteps } from './rollup-steps.js';
import type { World } from './scenarios.js';
import { jobOf, workerSteps } from './worker-steps.js';

/** Everything that can happen next: one atomic operation of one actor, a claim, an expiry or a kill. */
export function stepsFrom(world: World, state: State): Step[] {
  return [
    ...acceptSteps(world, state),
    ...workerSteps(world, state),
    ...sweeps(world, state),
    ...rollupSteps(world, state),
    ...expiries(world, state),
    ...kills(world, state),
  ].map(({ name, next }) => ({
    name,
    next: next.rollups === state.rollups && next.flushes === state.flushes ? next : withRankedVersions(next),
  }));
}

/** Section 1.2 C: an idle worker claims an open ledger, whose lease may have expired at any instant.
 * The claim returns the ids and matches s:0 only, so it is w0 as well. */
function sweeps(world: World, state: State): Step[] {
  if (!world.rules.hasSweeper) return [];
  return state.jobs.flatMap((busy, process) => {
    if (busy !== null || !world.scenario.sweepers.includes(process)) return [];
    return Object.entries(state.ledgers).flatMap(([batch, ledger]) => {
      if (!ledger?.isOpen) return [];
      const job = jobOf({ batch, ids: ledger.ids, request: null });
      const next = { ...state, jobs: withItem(state.jobs, process, job) };
      return [{ name: `${processes[process as 0 | 1]}'s sweeper claims ${batch}`, next }];
    });
  });
}

/** The TTL index on `exp`: a ledger that is done may go at any instant, an open one outlives every request. */
function expiries({ scenario, rules }: World, state: State): Step[] {
  if (!scenario.isExpiring) return [];
  return Object.entries(state.ledgers).flatMap(([batch, ledger]) => {
    if (ledger === null || (ledger.isOpen && rules.expiringLedgers === 'done')) return [];
    return [
      { name: `the ledger of ${batch} expires`, next: { ...state, ledgers: { ...state.ledgers, [batch]: null } } },
    ];
  });
}

/** kill -9 between any two operations: requests, jobs and flushes of the process are gone. It starts again at once.
 * Who is idle has nothing to lose. */
function kills({ scenario }: World, state: State): Step[] {
  const killsLeft = state.clients.killsLeft - 1;
  if (killsLeft < 0) return [];
  return processes.flatMap((name, process) => {
    const isRunning = state.requests.map((request, i) => scenario.tries[i]!.process === process && isUnderWay(request));
    const isFlushing = state.flushes.map((flush, i) => scenario.flushers[i] === process && flush !== null);
    if (![...isRunning, ...isFlushing, state.jobs[process] !== null].includes(true)) return [];
    const requests = state.requests.map((request, i) => (isRunning[i] ? 'over' : request));
    const flushes = state.flushes.map((flush, i) => (isFlushing[i] ? null : flush));
    const next = { ...state, requests, flushes, jobs: withItem(state.jobs, process, null) };
    return [{ name: `kill -9 ${name}`, next: { ...next, clients: { ...state.clients, killsLeft } } }];
  });
}

function isUnderWay(request: Request): boolean {
  return typeof request === 'object';
}
