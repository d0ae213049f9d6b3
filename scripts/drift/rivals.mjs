// Detectors as others have them, from their published definitions with the defaults of the libraries: what the project's own is
// compared with. Each takes a stream and gives the rows at which it raises an alarm; one alarm for each rising edge.

/** The seed: mean latency of the last five minutes over a baseline by hand, an alert from 20 % on (contract, "Formulas"). */
export function seedDetector(stream) {
  const signal = stream.signals.find(({ kind }) => kind === 'latency');
  if (signal === undefined) return [];
  const mean = (from, to) => signal.values.slice(from, to).reduce((sum, value) => sum + value, 0) / (to - from);
  const baseline = mean(0, stream.warmup);
  return rising(
    stream.buckets.map(({ from, to }) => ({ row: to - 1, isOn: (mean(from, to) / baseline - 1) * 100 >= 20 })),
  );
}

/** ADWIN (Bifet, Gavalda 2007), delta .002, checked every 32 values; cuts of exponentially spaced recent lengths. */
export function adwin(stream) {
  return eachNumber(stream, (values) => {
    const alarms = [];
    let start = 0;
    const sums = [0];
    const squares = [0];
    values.forEach((value, at) => {
      sums.push(sums[at] + value);
      squares.push(squares[at] + value * value);
      if (at % 32 !== 31) return;
      const n = at + 1 - start;
      const mean = (sums[at + 1] - sums[start]) / n;
      const variance = (squares[at + 1] - squares[start]) / n - mean * mean;
      for (let recent = 32; recent <= n - 32; recent *= 2) {
        const cut = at + 1 - recent;
        const d = Math.log((2 * Math.log(n)) / 0.002);
        const m = 1 / (n - recent) + 1 / recent;
        const difference = (sums[at + 1] - sums[cut]) / recent - (sums[cut] - sums[start]) / (n - recent);
        if (Math.abs(difference) <= Math.sqrt(2 * m * variance * d) + (2 / 3) * d * m) continue;
        alarms.push(at);
        start = cut;
        break;
      }
    });
    return alarms;
  });
}

/** Page-Hinkley (Page 1954) as River has it: delta .005, lambda 50, alpha .9999, at least 30 values; upward only; reset on alarm. */
export function pageHinkley(stream) {
  return eachNumber(stream, (values) => {
    const alarms = [];
    let [n, mean, sum] = [0, 0, 0];
    values.forEach((value, at) => {
      n++;
      mean += (value - mean) / n;
      sum = Math.max(0, 0.9999 * sum + value - mean - 0.005);
      if (n < 30 || sum <= 50) return;
      alarms.push(at);
      [n, mean, sum] = [0, 0, 0];
    });
    return alarms;
  });
}

/** Two-sample Kolmogorov-Smirnov of each bucket against the warm-up, p < .05 (Evidently's, NannyML's and whylogs' default). */
export function kolmogorovSmirnov(stream) {
  return eachBucket(stream, ['latency', 'number', 'rate'], (reference, values) => {
    if (values.length < 2) return false;
    const [one, other] = [reference, values].map((own) => own.toSorted((a, b) => a - b));
    let [i, j, most] = [0, 0, 0];
    while (i < one.length && j < other.length) {
      const at = Math.min(one[i], other[j]);
      while (one[i] === at) i++;
      while (other[j] === at) j++;
      most = Math.max(most, Math.abs(i / one.length - j / other.length));
    }
    const root = Math.sqrt((one.length * other.length) / (one.length + other.length));
    const x = (root + 0.12 + 0.11 / root) * most;
    let p = 0;
    for (let k = 1; k <= 100; k++) p += 2 * (-1) ** (k - 1) * Math.exp(-2 * k * k * x * x);
    return x > 0.3 && p < 0.05;
  });
}

/** PSI >= .1 of each bucket against the warm-up on its deciles or categories (the rule of thumb, Evidently's threshold). */
export function psiRule(stream) {
  return eachBucket(stream, ['latency', 'number', 'rate', 'category'], (reference, values, kind) => {
    if (values.length === 0) return false;
    const sorted = reference.toSorted((a, b) => a - b);
    const cuts = [
      ...new Set(Array.from({ length: 9 }, (_none, at) => sorted[Math.floor(((at + 1) * sorted.length) / 10)])),
    ];
    const keyOf = (value) => (kind === 'category' ? value : cuts.filter((cut) => cut < value).length);
    const shares = (all) => {
      const counts = new Map();
      for (const value of all) counts.set(keyOf(value), (counts.get(keyOf(value)) ?? 0) + 1);
      return (key) => Math.max(1e-4, (counts.get(key) ?? 0) / all.length);
    };
    const [p, q] = [shares(reference), shares(values)];
    const keys = new Set([...reference, ...values].map(keyOf));
    return [...keys].reduce((sum, key) => sum + (q(key) - p(key)) * Math.log(q(key) / p(key)), 0) >= 0.1;
  });
}

/** Runs a detector of single values over each signal that has numbers; what is missing is passed over. */
function eachNumber({ signals }, detect) {
  return signals
    .filter(({ kind }) => kind !== 'category')
    .flatMap(({ values }) => {
      const rows = values.flatMap((value, row) => (value === null ? [] : [row]));
      return detect(rows.map((row) => values[row])).map((at) => rows[at]);
    });
}

function eachBucket(stream, kinds, isDrift) {
  return stream.signals
    .filter(({ kind }) => kinds.includes(kind))
    .flatMap(({ kind, values }) => {
      const present = (from, to) => values.slice(from, to).filter((value) => value !== null);
      const reference = present(0, stream.warmup);
      const buckets = stream.buckets.filter(({ to }) => to > stream.warmup);
      return rising(
        buckets.map(({ from, to }) => ({ row: to - 1, isOn: isDrift(reference, present(from, to), kind) })),
      );
    });
}

function rising(states) {
  return states.filter(({ isOn }, at) => isOn && !(states[at - 1]?.isOn ?? false)).map(({ row }) => row);
}
