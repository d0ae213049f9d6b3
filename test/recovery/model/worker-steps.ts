import { type Job, type Label, processes, type State, type Step, type StoredEvent, withItem } from './machine.js';
import type { Rules } from './rules.js';
import type { World } from './scenarios.js';

/** A job that begins, by a notification or by a claim of the sweeper. */
export function jobOf(start: Pick<Job, 'batch' | 'ids' | 'request'>): Job {
  return { ...start, at: 0, left: start.ids, own: {}, alerts: [], bumps: [], isComplete: false };
}

/** w1 to w5: each worker that has a job does its next operation. */
export function workerSteps(world: World, state: State): Step[] {
  return state.jobs.flatMap((job, process) => (job === null ? [] : nextOperation(world, { state, job, process })));
}

/** A worker in the middle of its job. */
interface Turn {
  readonly state: State;
  readonly job: Job;
  readonly process: number;
}

function nextOperation(world: World, turn: Turn): Step[] {
  switch (world.rules.work[turn.job.at]!) {
    case 'w1':
      return label(world, turn);
    case 'w2':
      return [readEvents(world, turn)];
    case 'w3':
      return [alert(world, turn)];
    case 'w4':
      return [bump(world, turn)];
    case 'count':
      return [count(world, turn)];
    default:
      return [finish(world, turn)];
  }
}

/** w1: one guarded update an event. What scoring says may differ from the last attempt. */
function label(world: World, turn: Turn): Step[] {
  const { state, job } = turn;
  const [id] = job.left as [string, ...string[]];
  const event = state.events[id] ?? null;
  const didMatch = event !== null && (event.label === null || !world.rules.isLabelGuarded);
  if (event === null || (!didMatch && world.rules.alertsFor !== 'local labels')) {
    return [step(turn, `w1 ${id} matches nothing`, state, nextItem(world, job))];
  }
  const outcomes: readonly Label[] = world.scenario.outcomes[event.copyOf]!;
  return outcomes.map((outcome) => {
    const own = remembersOwn(world.rules) ? { ...job.own, [id]: { label: outcome, didMatch } } : job.own;
    const events = didMatch ? { ...state.events, [id]: { ...event, label: outcome } } : state.events;
    const name = didMatch ? `w1 labels ${id} ${outcome}` : `w1 ${id} (${outcome} this time) matches nothing`;
    return step(turn, name, { ...state, events }, nextItem(world, { ...job, own }));
  });
}

function remembersOwn(rules: Rules): boolean {
  return rules.alertsFor !== 'stored labels' || rules.bumps === 'what I labelled';
}

/** w2: one find of all ids; it settles what follows. (Reading only what another request or attempt wrote is no other case:
 * what this request inserted and this attempt labelled can no longer change.) */
function readEvents(world: World, turn: Turn): Step {
  const { state, job } = turn;
  const found = job.ids.flatMap((id): [string, StoredEvent][] => (state.events[id] ? [[id, state.events[id]]] : []));
  const labels = found.map(([id, event]) => `${id} ${event.label ?? 'unlabelled'}`).join(', ');
  const after = { ...job, ...decided(world, job, found), request: null, own: {} };
  return step(turn, `w2 reads ${labels || 'nothing'}`, state, onward(world, after));
}

/** What w3 and w4 will write, and the completeness rule, from what w2 saw. */
function decided(
  { rules, scenario }: World,
  { ids, own, request }: Job,
  found: readonly [string, StoredEvent][],
): Pick<Job, 'alerts' | 'bumps' | 'isComplete'> {
  const isRisky: Record<Rules['alertsFor'], (entry: [string, StoredEvent]) => boolean> = {
    'stored labels': ([, event]) => event.label === 'risky',
    'labels I wrote': ([id, event]) => event.label === 'risky' && own[id]?.didMatch === true,
    'local labels': ([id]) => own[id]?.label === 'risky',
  };
  const bucketOf = ([id, event]: [string, StoredEvent]): string =>
    (rules.bumps === "the request's times" && request !== null && scenario.tries[request]!.events[id]) || event.bucket;
  const isAcknowledged = request !== null;
  const bumped = rules.bumps === 'what I labelled' ? found.filter(([id]) => own[id]?.didMatch) : found;
  const labelled = found.filter(([, event]) => event.label !== null);
  const increments = labelled.map(([id, event]) => `${event.bucket} by ${id} ${event.label}`);
  return {
    alerts: found.filter(isRisky[rules.alertsFor]).map(([id]) => id),
    bumps: rules.rollups === '$inc' ? increments : [...new Set(bumped.map(bucketOf))],
    isComplete: isAcknowledged || !rules.isCompletenessRequired || isEveryoneLabelled(ids, Object.fromEntries(found)),
  };
}

function isEveryoneLabelled(ids: readonly string[], events: Readonly<Record<string, StoredEvent | null>>): boolean {
  return ids.every((id) => (events[id]?.label ?? null) !== null);
}

/** w3: upsert by the event's id. */
function alert(world: World, turn: Turn): Step {
  const { state, job } = turn;
  const [id, ...alerts] = job.alerts as [string, ...string[]];
  const after = { ...state, alerts: { ...state.alerts, [id]: true } };
  return step(turn, `w3 alert for ${id}`, after, alongside(world, { ...job, alerts }));
}

/** w4: $inc v and $set q, by upsert. The shortcut adds to the figures instead. */
function bump(world: World, turn: Turn): Step {
  const { state, job } = turn;
  const [item, ...bumps] = job.bumps as [string, ...string[]];
  const [bucket, , , outcome] = item.split(' ') as [string, ...string[]];
  const old = state.rollups[bucket] ?? { v: 0, d: 0, figures: { events: 0, risky: 0 }, isDirty: false };
  const { events, risky } = old.figures;
  const rollup =
    world.rules.rollups === '$inc'
      ? { ...old, figures: { events: events + 1, risky: risky + (outcome === 'risky' ? 1 : 0) } }
      : { ...old, v: old.v + 1, isDirty: true };
  const name = world.rules.rollups === '$inc' ? `w4 adds to ${item}` : `w4 bumps ${bucket}`;
  const after = { ...state, rollups: { ...state.rollups, [bucket]: rollup } };
  return step(turn, name, after, alongside(world, { ...job, bumps }));
}

/** Shortcut: completeness counted when the effects are over. */
function count(world: World, turn: Turn): Step {
  const isComplete = turn.job.isComplete || isEveryoneLabelled(turn.job.ids, turn.state.events);
  return step(
    turn,
    `counts, ${isComplete ? 'complete' : 'incomplete'}`,
    turn.state,
    onward(world, { ...turn.job, isComplete }),
  );
}

/** w5: done, or parked with a lease that ends at any instant. A ledger that expired is not matched. */
function finish(world: World, turn: Turn): Step {
  const { state, job } = turn;
  const ledger = state.ledgers[job.batch] ?? null;
  if (!job.isComplete) return step(turn, 'w5 parks', state, onward(world, job));
  const done = ledger === null ? null : { ...ledger, isOpen: false };
  return step(turn, 'w5 done', { ...state, ledgers: { ...state.ledgers, [job.batch]: done } }, onward(world, job));
}

/** On to the next event of w1. */
function nextItem(world: World, job: Job): Job | null {
  const left = job.left.slice(1);
  return left.length > 0 ? { ...job, left } : onward(world, job);
}

/** On to the next step of the program. */
function onward(world: World, job: Job): Job | null {
  return alongside(world, { ...job, at: job.at + 1 });
}

/** Skips a w3 or w4 that has nothing to write; null at the end of the program. */
function alongside({ rules }: World, job: Job): Job | null {
  let { at } = job;
  while ((rules.work[at] === 'w3' && job.alerts.length === 0) || (rules.work[at] === 'w4' && job.bumps.length === 0))
    at++;
  if (at >= rules.work.length) return null;
  return { ...job, at, left: rules.work[at] === 'w1' ? job.ids : [] };
}

function step(turn: Turn, name: string, after: State, job: Job | null): Step {
  const tag = `${processes[turn.process as 0 | 1]}'s worker ${turn.job.batch}:`;
  return { name: `${tag} ${name}`, next: { ...after, jobs: withItem(after.jobs, turn.process, job) } };
}
