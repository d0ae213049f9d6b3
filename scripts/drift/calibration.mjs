// How often the monitor opens an episode where nothing changes: buckets of equal distribution, one baseline after another.
import { learnBaseline } from '../../dist/drift/baseline-life.js';
import { monitorPeek, monitorStep, NEW_MONITOR } from '../../dist/drift/signal-monitor.js';
import { scaleOf } from '../../dist/drift/signal-kind.js';
import { countsOf } from '../../dist/lib/signal-counter.js';
import { normalOf, randomOf } from './random.mjs';

const BASELINE_BUCKETS = 50;
const BUCKETS_EACH = 250;
const random = randomOf(20_260_301);
const normal = normalOf(random);

const DISTRIBUTIONS = {
  'latency, lognormal': ['latency', () => 100 * Math.exp(0.5 * normal())],
  'latency, Pareto': ['latency', () => 50 * (1 - random()) ** (-1 / 2.5)],
  'number, normal': ['number', normal],
  'number, 70 % zeros': ['number', () => (random() < 0.7 ? 0 : Math.floor(random() * 20))],
  'category, 12': ['category', () => 'abcdefghijkl'[Math.floor(random() ** 2 * 12)]],
  'rate, 5 %': ['rate', () => (random() < 0.05 ? 1 : 0)],
};

/** Prints openings by bucket over alpha: 1 is as promised. */
export function calibration() {
  console.log('\n## Openings per bucket over alpha, where nothing changes (1 is as promised, .5 to 1.5 wanted)\n');
  const cases = [
    { alpha: 0.01, n: 100, buckets: 6000 },
    { alpha: 0.01, n: 1000, buckets: 4000 },
    { alpha: 0.01, n: 5000, buckets: 2500 },
    { alpha: 0.001, n: 100, buckets: 15_000 },
  ];
  const table = {};
  for (const [name, [kind, draw]] of Object.entries(DISTRIBUTIONS)) {
    table[name] = Object.fromEntries(
      cases.map((one) => [`alpha ${one.alpha}, n ${one.n}`, Number(openingRate(kind, draw, one).toFixed(2))]),
    );
  }
  console.table(table);
}

function openingRate(kind, draw, { alpha, n, buckets }) {
  const settings = { alpha, minSize: 0, signals: 1 };
  let opened = 0;
  let calm = 0;
  for (let done = 0; done < buckets; done += BUCKETS_EACH) {
    const bucketAt = (at, values) => ({ startMs: at * 300_000, counts: countsOf(scaleOf(kind), values) });
    const drawn = () => Array.from({ length: n }, draw);
    const baseline = learnBaseline(
      kind,
      Array.from({ length: BASELINE_BUCKETS }, (_none, at) => bucketAt(at, drawn())),
      true,
    );
    let state = NEW_MONITOR;
    for (let at = BASELINE_BUCKETS; at < BASELINE_BUCKETS + BUCKETS_EACH; at++) {
      if (state.episode === null) calm++;
      const values = drawn();
      const looks = [0.2, 0.4, 0.6, 0.8].map((share) => bucketAt(at, values.slice(0, Math.round(share * n))));
      for (const look of looks) {
        const peek = monitorPeek(state, baseline, look, settings);
        state = peek.state;
        if (peek.opened !== null) opened++;
      }
      const step = monitorStep(state, baseline, bucketAt(at, values), settings);
      state = step.state;
      if (step.opened !== null) opened++;
    }
  }
  return opened / calm / alpha;
}
