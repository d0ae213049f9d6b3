// Scores every row by models that never saw its source, nor a near-duplicate of a row of it.
import { BUCKETS } from '../../dist/risk/model/features.js';
import { readText } from '../../dist/risk/model/read-text.js';
import { STACK_FEATURES, stackFeatures } from '../../dist/risk/model/stack-features.js';
import { sourcesOf, targetOf } from './data.mjs';
import { balance, fit, scoreOf } from './fit.mjs';
import { calibrate, fitStack, quantile, stackScore } from './stack.mjs';

export const STACK = { features: STACK_FEATURES };
export const TEXT = { buckets: BUCKETS, epochs: 3, rate: 0.5, decay: 1e-6, seed: 1 };

/** Rows as samples. */
export function samplesOf(rows) {
  return rows.map((row) => {
    const { blocks, signs } = readText(row.text);
    return { row, source: row.source, cluster: row.cluster, target: targetOf(row), weight: 1, blocks, read: signs };
  });
}

/** What is left when a source is taken out: samples that teach something. */
function without(samples, source) {
  const clusters = new Set(samples.filter((sample) => sample.source === source).map(({ cluster }) => cluster));
  return balance(
    samples.filter((sample) => sample.target !== null && sample.source !== source && !clusters.has(sample.cluster)),
  );
}

/** Text logits by models that never saw the source of the row; sets `signs` of each sample. */
export function readLeftOut(samples) {
  for (const source of sourcesOf(samples.map(({ row }) => row))) {
    const model = fit(without(samples, source), TEXT);
    for (const sample of samples) {
      if (sample.source !== source) continue;
      sample.signs = stackFeatures({ ...sample.read, textLogit: scoreOf(model, sample.blocks) });
    }
  }
}

export const isOrdinary = ({ row }) => row.label === 'benign' && /^benign_(?:general|document)$/.test(row.category);
export const isHard = ({ row }) => row.label === 'benign' && row.category === 'benign_hard';

/** Where the labels begin, on scores of rows whose source was left out: suspicious where at most 1 % of ordinary prompts
 * and 2 % of hard ones are above, risky where at most 0.1 % and 0.5 % are. */
export function chooseThresholds(samples) {
  const of = (kind, share) =>
    quantile(
      samples.filter(kind).map(({ score }) => score),
      share,
    );
  const suspicious = Math.max(of(isOrdinary, 0.01), of(isHard, 0.02));
  return {
    ordinary: of(isOrdinary, 0.01),
    suspicious,
    risky: Math.max(suspicious, of(isOrdinary, 0.001), of(isHard, 0.005)),
  };
}

/** The second step by leave-one-source-out: sets `score`, and `limits` chosen on the other sources, of each sample. */
export function judgeLeftOut(samples) {
  for (const source of sourcesOf(samples.map(({ row }) => row))) {
    const stack = fitStack(without(samples, source), STACK);
    const own = samples.filter((sample) => sample.source === source);
    for (const sample of own) sample.score = stackScore(stack, sample.signs);
  }
  for (const source of sourcesOf(samples.map(({ row }) => row))) {
    const limits = chooseThresholds(samples.filter((sample) => sample.source !== source));
    for (const sample of samples) if (sample.source === source) sample.limits = limits;
  }
}

/** Slope and shift from scores of left-out rows. */
export function calibrateLeftOut(samples) {
  const taught = samples.filter(({ target }) => target !== null);
  return calibrate(
    taught.map(({ score }) => score),
    taught.map(({ target }) => target),
  );
}
