import { isJsonObject } from '../lib/json-object.js';
import { featuresOf, isNumber, PROBABILITIES, probabilitiesOf } from '../lib/ml-input.js';
import { SignalCounter } from '../lib/signal-counter.js';
import { noCounts, type SignalCounts } from '../lib/signal-counts.js';
import { type EventCounts, FEATURE, FLAG } from '../lib/signal-name.js';
import { ZERO_KEY } from '../lib/value-keys.js';

/** Features of a model that are watched at most: of more, the first by name, so that the choice is the same everywhere. */
export const MAX_FEATURES = 40;
/** Flags of a language model's calls that are watched at most, by name. */
export const MAX_FLAGS = 20;
/** Features with a longer name aren't watched, UTF-16 units. */
const MAX_NAME = 128;

/** What a prediction's signals are read from; what it holds is the customer's, and nothing about it is certain. */
export interface MlSignals {
  readonly latencyMs: unknown;
  readonly prediction: unknown;
  readonly inputData: unknown;
}

/** What the signals of a language model's call are read from. */
export interface LlmSignals {
  readonly latencyMs: unknown;
  /** Unicode code points. */
  readonly promptLength: number;
  readonly responseLength: number;
  readonly flags: readonly string[];
}

/** Counts the signals of a bucket's events, one by one. What comes out doesn't depend on their order. */
export class EventSignals {
  private events = 0;
  private readonly fixed = new Map<string, SignalTally>();
  private readonly features = new FirstByName(MAX_FEATURES);
  private readonly flags = new FirstByName(MAX_FLAGS);

  addPrediction({ latencyMs, prediction, inputData }: MlSignals): void {
    this.events++;
    this.add('latency', latencyMs);
    this.add('prediction', prediction);
    if (!isJsonObject(inputData)) return;
    this.add('confidence', confidenceOf(probabilitiesOf(inputData)));
    for (const [name, value] of Object.entries(featuresOf(inputData))) {
      if (name !== PROBABILITIES && name.length <= MAX_NAME && isCountable(value)) this.features.of(name)?.add(value);
    }
  }

  addCall({ latencyMs, promptLength, responseLength, flags }: LlmSignals): void {
    this.events++;
    this.add('latency', latencyMs);
    this.add('prompt_length', promptLength);
    this.add('response_length', responseLength);
    this.add('flagged', flags.length > 0 ? 1 : 0);
    for (const flag of new Set(flags)) this.flags.of(flag)?.add(1);
  }

  /** @returns what has been counted so far */
  counts(): EventCounts {
    const { events } = this;
    const signals = [
      ...[...this.fixed].map(([name, tally]) => ({ name, counts: tally.counts(events) })),
      ...this.features.tallies().map(([name, tally]) => ({ name: FEATURE + name, counts: tally.counts(events) })),
      ...this.flags.tallies().map(([name, tally]) => ({ name: FLAG + name, counts: tally.rate(events) })),
    ];
    return { events, signals: signals.sort((one, other) => (one.name < other.name ? -1 : 1)) };
  }

  private add(name: string, value: unknown): void {
    if (!isCountable(value)) return;
    const tally = this.fixed.get(name) ?? new SignalTally();
    this.fixed.set(name, tally);
    tally.add(value);
  }
}

/** The values of one signal. It may come as a number and as a text: what is rarer counts as missing. */
class SignalTally {
  private numbers: SignalCounter | null = null;
  private categories: SignalCounter | null = null;

  add(value: unknown): void {
    if (typeof value === 'number') (this.numbers ??= new SignalCounter('number')).add(value);
    else (this.categories ??= new SignalCounter('category')).add(value);
  }

  counts(events: number): SignalCounts {
    const numbers = this.numbers?.counts() ?? noCounts('number');
    const categories = this.categories?.counts() ?? noCounts('category');
    const counts = categories.n > numbers.n ? categories : numbers;
    return { ...counts, missing: events - counts.n };
  }

  /** Of a flag, which is counted where it was raised only: everywhere else it is 0. */
  rate(events: number): SignalCounts {
    const raised = this.numbers?.counts() ?? noCounts('number');
    if (raised.n === events) return raised;
    return { ...raised, n: events, bins: { ...raised.bins, [ZERO_KEY]: events - raised.n } };
  }
}

/** The tallies of the first names of all that come, whatever the order: who is pushed out would be so in any. */
class FirstByName {
  private readonly byName = new Map<string, SignalTally>();
  private last = '';

  constructor(private readonly atMost: number) {}

  /** @returns null for a name that isn't among the first */
  of(name: string): SignalTally | null {
    const known = this.byName.get(name);
    if (known !== undefined) return known;
    if (this.byName.size >= this.atMost) {
      if (name > this.last) return null;
      this.byName.delete(this.last);
    }
    const tally = new SignalTally();
    this.byName.set(name, tally);
    this.last = [...this.byName.keys()].reduce((one, other) => (one > other ? one : other));
    return tally;
  }

  tallies(): [string, SignalTally][] {
    return [...this.byName];
  }
}

/** The highest probability; undefined where no number says how sure the model was. */
function confidenceOf(probabilities: readonly unknown[]): number | undefined {
  const numbers = probabilities.filter(isNumber).filter(Number.isFinite);
  return numbers.length === 0 ? undefined : numbers.reduce((one, other) => Math.max(one, other));
}

function isCountable(value: unknown): boolean {
  return typeof value === 'number' ? Number.isFinite(value) : typeof value === 'string' || typeof value === 'boolean';
}
