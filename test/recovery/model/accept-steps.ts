import { type Accepting, processes, type State, type Step, withItem } from './machine.js';
import type { World } from './scenarios.js';
import { jobOf } from './worker-steps.js';

/** a1 to a4: each request that is not over does its next operation. */
export function acceptSteps(world: World, state: State): Step[] {
  return state.requests.flatMap((request, index) => {
    if (request === 'over') return [];
    return new Acceptance(world, state, index, request === 'unsent' ? fresh(world, index) : request).steps();
  });
}

function fresh(world: World, index: number): Accepting {
  return { at: 0, ledgerOperation: 'insert', left: Object.keys(world.scenario.tries[index]!.events) };
}

/** The next operation of one request. */
class Acceptance {
  constructor(
    private readonly world: World,
    private readonly state: State,
    private readonly index: number,
    private readonly request: Accepting,
  ) {}

  steps(): Step[] {
    switch (this.world.rules.accept[this.request.at]!) {
      case 'a1':
        return [this.ledgerStep()];
      case 'a2':
        return [this.insertEvent()];
      default:
        return this.answer();
    }
  }

  /** a1: insertOne; on 11000 updateOne({s:0}, lease); on no match findOne: done -> 2xx, gone -> repeat. */
  private ledgerStep(): Step {
    const { onKnownKey } = this.world.rules;
    const ledger = this.state.ledgers[this.batch]!;
    switch (this.request.ledgerOperation) {
      case 'insert':
        if (ledger === null)
          return this.done('a1 inserts the ledger', this.withLedger({ isOpen: true, ids: this.ids }));
        if (onKnownKey === 'answer 2xx') return this.over('a1 knows the key, answers 2xx', this.acknowledged());
        return this.stay('a1 finds the key known', { ledgerOperation: 'renew' });
      case 'renew':
        if (ledger === null) return this.stay('a1 renews nothing', { ledgerOperation: 'look' });
        if (onKnownKey === 'reopen') return this.done('a1 reopens', this.withLedger({ ...ledger, isOpen: true }));
        if (ledger.isOpen) return this.done('a1 renews the lease', this.state);
        return this.stay('a1 renews nothing', { ledgerOperation: 'look' });
      default:
        if (ledger !== null && !ledger.isOpen) return this.over('a1 sees done, answers 2xx', this.acknowledged());
        return this.stay('a1 starts again', { ledgerOperation: 'insert' });
    }
  }

  /** a2: insertMany is one atomic insert an event; 11000 means it is stored already. */
  private insertEvent(): Step {
    const [event, ...left] = this.request.left as [string, ...string[]];
    const id = this.idOf(event);
    const bucket = this.copies[event]!;
    const stored = this.state.events[id] ?? { copyOf: event, bucket, label: null };
    const next = { ...this.state, events: { ...this.state.events, [id]: stored } };
    const name = `a2 ${this.state.events[id] ? 'finds' : 'stores'} ${id}`;
    return left.length === 0 ? this.done(name, next) : this.stay(name, { left }, next);
  }

  /** a4: the answer; the notification reaches an idle worker, or is dropped. */
  private answer(): Step[] {
    const answered = this.done('a4 answers 2xx', this.acknowledged());
    const { process, batch } = { process: this.process, batch: this.batch };
    if (this.state.jobs[process] !== null) return [answered];
    const job = jobOf({ batch, ids: this.ids, request: this.index });
    const notified = { ...answered.next, jobs: withItem(answered.next.jobs, process, job) };
    return [answered, { name: `${answered.name}, notifies`, next: notified }];
  }

  private get batch(): string {
    return this.world.scenario.tries[this.index]!.batch;
  }

  private get process(): number {
    return this.world.scenario.tries[this.index]!.process;
  }

  private get copies(): Readonly<Record<string, string>> {
    return this.world.scenario.tries[this.index]!.events;
  }

  private get ids(): readonly string[] {
    return Object.keys(this.copies).map((event) => this.idOf(event));
  }

  private idOf(event: string): string {
    return this.world.rules.idsUnderKey === 'random' ? `${event}#${this.index}` : event;
  }

  private withLedger(ledger: NonNullable<State['ledgers'][string]>): State {
    return { ...this.state, ledgers: { ...this.state.ledgers, [this.batch]: ledger } };
  }

  private acknowledged(): State {
    const acknowledged = [...new Set([...this.state.clients.acknowledged, this.batch])].sort();
    return { ...this.state, clients: { ...this.state.clients, acknowledged } };
  }

  private stay(name: string, change: Partial<Accepting>, after = this.state): Step {
    return this.step(name, after, { ...this.request, ...change });
  }

  /** On to the next step of the program. */
  private done(name: string, after: State): Step {
    const at = this.request.at + 1;
    return this.step(name, after, at === this.world.rules.accept.length ? 'over' : { ...this.request, at });
  }

  private over(name: string, after: State): Step {
    return this.step(name, after, 'over');
  }

  private step(name: string, after: State, request: Accepting | 'over'): Step {
    const tag = `${processes[this.process as 0 | 1]}.${this.batch}`;
    return { name: `${tag} ${name}`, next: { ...after, requests: withItem(after.requests, this.index, request) } };
  }
}
