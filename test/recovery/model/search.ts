import { brokenIn, changedLabel, isSettled } from './invariants.js';
import type { Job, State } from './machine.js';
import { initialState, type World } from './scenarios.js';
import { stepsFrom } from './steps.js';

/** What a search found. */
export interface Finding {
  readonly states: number;
  readonly transitions: number;
  /** What is broken, or null when every interleaving was tried and all is well. */
  readonly broken: string | null;
  /** The names of the steps of a shortest way to it. */
  readonly story: readonly string[];
}

/** What is broken when a state is reached from which no sequence of steps ends well. */
export const NO_WAY_OUT = 'no way left to a good end';

/** Tries every interleaving, breadth first: the first violation has a shortest story, and without one none is left untried.
 * @see delivery.md 1.3 */
export function search(world: World): Finding {
  const graph = new Graph(world);
  let wave: Found[] = [graph.start(initialState(world))];
  while (wave.length > 0) {
    const nextWave: Found[] = [];
    for (const { state, node } of wave) {
      for (const { name, next } of stepsFrom(world, state)) {
        const found = graph.connect(node, next, name);
        const broken = changedLabel(state, next) ?? (found.isNew ? brokenIn(world, next) : null);
        if (broken !== null) return graph.finding(broken, [...graph.storyOf(node), name]);
        if (found.isNew) nextWave.push(found);
      }
    }
    wave = nextWave;
  }
  const lost = graph.firstWithoutWayOut();
  return lost === null ? graph.finding(null, []) : graph.finding(NO_WAY_OUT, graph.storyOf(lost));
}

/** A state and its number; `isNew` when no step led to it before. */
interface Found {
  readonly state: State;
  readonly node: number;
  readonly isNew: boolean;
}

/** The states reached so far, by number, and every step between them. */
class Graph {
  private readonly numbers = new Map<string, number>();
  private readonly parents: number[] = [];
  private readonly names: string[] = [];
  private readonly settled: number[] = [];
  private readonly from: number[] = [];
  private readonly to: number[] = [];
  private readonly parts = new Parts();

  constructor(private readonly world: World) {}

  start(state: State): Found {
    return this.find(state, -1, '');
  }

  /** Draws a step. */
  connect(node: number, next: State, name: string): Found {
    const found = this.find(next, node, name);
    this.from.push(node);
    this.to.push(found.node);
    return found;
  }

  storyOf(node: number): string[] {
    const story: string[] = [];
    for (let at = node; this.parents[at]! >= 0; at = this.parents[at]!) story.unshift(this.names[at]!);
    return story;
  }

  finding(broken: string | null, story: readonly string[]): Finding {
    return { states: this.numbers.size, transitions: this.to.length, broken, story };
  }

  /** Walks backwards from the settled states; the first one not met has no way to any of them. */
  firstWithoutWayOut(): number | null {
    const { offsets, sources } = this.incoming();
    const isMet = new Uint8Array(this.numbers.size);
    const open = [...this.settled];
    for (const node of open) isMet[node] = 1;
    for (let node = open.pop(); node !== undefined; node = open.pop()) {
      for (let i = offsets[node]!; i < offsets[node + 1]!; i++) {
        const source = sources[i]!;
        if (isMet[source] === 0) open.push(source);
        isMet[source] = 1;
      }
    }
    const lost = isMet.indexOf(0);
    return lost === -1 ? null : lost;
  }

  /** The steps by where they lead: those into `n` are sources[offsets[n]] up to sources[offsets[n + 1] - 1]. */
  private incoming(): { offsets: Int32Array; sources: Int32Array } {
    const offsets = new Int32Array(this.numbers.size + 1);
    for (const target of this.to) offsets[target]!++;
    for (let n = 0, sum = 0; n < offsets.length; n++) offsets[n] = sum += offsets[n]!;
    const sources = new Int32Array(this.to.length);
    for (const [edge, target] of this.to.entries()) sources[--offsets[target]!] = this.from[edge]!;
    return { offsets, sources };
  }

  private find(found: State, parent: number, name: string): Found {
    const key = this.parts.keyOf(found);
    const known = this.numbers.get(key);
    if (known !== undefined) return { state: found, node: known, isNew: false };
    const state = this.parts.shared(found);
    const node = this.numbers.size;
    this.numbers.set(key, node);
    this.parents.push(parent);
    this.names.push(name);
    if (isSettled(this.world, state)) this.settled.push(node);
    return { state, node, isNew: true };
  }
}

/** States are made of few different parts. Each is kept once and numbered, so that a state's key is a few short numbers. */
class Parts {
  private readonly kept: object[] = [];
  private readonly byContent = new Map<string, number>();
  private readonly byIdentity = new Map<object, number>();

  keyOf(state: State): string {
    const { ledgers, events, alerts, rollups, requests, jobs, flushes, clients } = state;
    const database = `${this.number(ledgers)} ${this.number(events)} ${this.number(alerts)} ${this.number(rollups)}`;
    const others = `${this.number(requests)} ${this.number(flushes)} ${this.number(clients)}`;
    return `${database} ${others} ${jobs.map((job) => job && this.number(job, contentOf)).join(' ')}`;
  }

  /** The same state made of the parts that were kept. */
  shared(state: State): State {
    return {
      ledgers: this.keep(state.ledgers),
      events: this.keep(state.events),
      alerts: this.keep(state.alerts),
      rollups: this.keep(state.rollups),
      requests: this.keep(state.requests),
      jobs: state.jobs.map((job) => job && this.keep(job, contentOf)),
      flushes: this.keep(state.flushes),
      clients: this.keep(state.clients),
    };
  }

  private keep<T extends object>(part: T, toContent?: (part: T) => string): T {
    return this.kept[this.number(part, toContent)] as T;
  }

  private number<T extends object>(part: T, toContent: (part: T) => string = JSON.stringify): number {
    const same = this.byIdentity.get(part);
    if (same !== undefined) return same;
    const content = toContent(part);
    const equal = this.byContent.get(content);
    if (equal !== undefined) return equal;
    const number = this.kept.push(part) - 1;
    this.byContent.set(content, number);
    this.byIdentity.set(part, number);
    return number;
  }
}

/** Most new parts are jobs, hence something faster than JSON. */
function contentOf({ batch, ids, request, at, left, own, alerts, bumps, isComplete }: Job): string {
  const labels = Object.keys(own).length === 0 ? '' : JSON.stringify(own);
  return `${batch}|${ids.join()}|${request}|${at}|${left.join()}|${alerts.join()}|${bumps.join()}|${isComplete}|${labels}`;
}
