// The second step: a logistic regression on few features whose weights are kept at 0 or above, and what turns its
// score into a probability.

/** Learns from samples {signs: Float64Array, target, weight}. */
export function fitStack(samples, { features, epochs = 30, rate = 0.1, decay = 1e-6 }) {
  const weights = new Float64Array(features);
  const squares = new Float64Array(features).fill(1e-4);
  const stack = { weights, bias: 0 };
  let biasSquare = 1e-4;
  for (let epoch = 0; epoch < epochs; epoch++) {
    for (let turn = 0; turn < samples.length; turn++) {
      // A prime step visits every sample once, in another order each time.
      const { signs, target, weight } = samples[(turn * 7919 + epoch * 31) % samples.length];
      const error = (1 / (1 + Math.exp(-stackScore(stack, signs))) - target) * weight;
      biasSquare += error * error;
      stack.bias -= (rate * error) / Math.sqrt(biasSquare);
      for (let index = 0; index < features; index++) {
        if (signs[index] === 0) continue;
        const slope = error * signs[index] + decay * weights[index];
        squares[index] += slope * slope;
        weights[index] = Math.max(0, weights[index] - (rate * slope) / Math.sqrt(squares[index]));
      }
    }
  }
  return stack;
}

export function stackScore({ weights, bias }, signs) {
  let sum = bias;
  for (let index = 0; index < weights.length; index++) sum += weights[index] * signs[index];
  return sum;
}

/** Platt's calibration: a slope and a shift by Newton's method, both targets counting the same in all. */
export function calibrate(scores, targets) {
  const ones = targets.reduce((sum, target) => sum + target, 0);
  let [slope, shift] = [1, 0];
  for (let step = 0; step < 50; step++) {
    let [gs, gh, ss, sh, hh] = [0, 0, 1e-6, 0, 1e-6];
    for (let index = 0; index < scores.length; index++) {
      const weight = targets[index] === 1 ? 0.5 / ones : 0.5 / (scores.length - ones);
      const probability = 1 / (1 + Math.exp(-(slope * scores[index] + shift)));
      const error = (probability - targets[index]) * weight;
      const curve = probability * (1 - probability) * weight;
      gs += error * scores[index];
      gh += error;
      ss += curve * scores[index] ** 2;
      sh += curve * scores[index];
      hh += curve;
    }
    const determinant = ss * hh - sh * sh;
    slope -= (hh * gs - sh * gh) / determinant;
    shift -= (ss * gh - sh * gs) / determinant;
  }
  return { slope, shift };
}

/** The smallest value that at most a share of the scores is above. */
export function quantile(scores, share) {
  const falling = [...scores].sort((a, b) => b - a);
  return falling[Math.floor(share * falling.length)];
}
