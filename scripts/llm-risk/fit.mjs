// Logistic regression on hashed features: sparse, by AdaGrad, the same for the same seed.

/** A pseudo-random order that is the same everywhere (mulberry32). */
function orderOf(length, seed) {
  const order = Int32Array.from({ length }, (_, index) => index);
  let state = seed >>> 0;
  for (let last = length - 1; last > 0; last--) {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    const other = ((mixed ^ (mixed >>> 14)) >>> 0) % (last + 1);
    [order[last], order[other]] = [order[other], order[last]];
  }
  return order;
}

/** What one row scores: a logit. */
export function scoreOf({ weights, bias }, blocks) {
  let sum = bias;
  for (const { buckets, value } of blocks) {
    let part = 0;
    for (let index = 0; index < buckets.length; index++) part += weights[buckets[index]];
    sum += part * value;
  }
  return sum;
}

/** Learns from samples {blocks, target: 0|1, weight}. */
export function fit(samples, { buckets, epochs = 6, rate = 0.5, decay = 1e-6, seed = 1 }) {
  const weights = new Float32Array(buckets);
  const squares = new Float32Array(buckets).fill(1e-4);
  const model = { weights, bias: 0 };
  let biasSquare = 1e-4;
  for (let epoch = 0; epoch < epochs; epoch++) {
    const order = orderOf(samples.length, seed + epoch);
    for (let turn = 0; turn < order.length; turn++) {
      const { blocks, target, weight } = samples[order[turn]];
      const error = (1 / (1 + Math.exp(-scoreOf(model, blocks))) - target) * weight;
      biasSquare += error * error;
      model.bias -= (rate * 0.1 * error) / Math.sqrt(biasSquare);
      for (const { buckets: own, value } of blocks) {
        for (let index = 0; index < own.length; index++) {
          const at = own[index];
          const slope = error * value + decay * weights[at];
          squares[at] += slope * slope;
          weights[at] -= (rate * slope) / Math.sqrt(squares[at]);
        }
      }
    }
  }
  return model;
}

/** Weights of samples: both targets count the same in all, and within a target every source, whatever its size: what is
 * to be found are attacks of other sources, and a large one says no more about those than a small one. */
export function balance(samples) {
  const sizes = new Map();
  for (const { source, target } of samples) sizes.set(`${target}${source}`, (sizes.get(`${target}${source}`) ?? 0) + 1);
  for (const sample of samples) sample.weight = 1 / sizes.get(`${sample.target}${sample.source}`);
  for (const target of [0, 1]) {
    const own = samples.filter((sample) => sample.target === target);
    const total = own.reduce((sum, { weight }) => sum + weight, 0);
    for (const sample of own) sample.weight *= samples.length / 2 / total;
  }
  return samples;
}
