// The figures that issue and documentation speak of, from scores of left-out rows.
import { isHard, isOrdinary } from './leave-one-out.mjs';
import { quantile } from './stack.mjs';

const CORE = new Set(['jailbreak', 'injection', 'indirect']);
const isCore = ({ row }) => row.label === 'jailbreak' && CORE.has(row.category);
const share = (samples, test) => (samples.length === 0 ? null : samples.filter(test).length / samples.length);
const round = (value) => (value === null ? null : Math.round(value * 1e4) / 1e4);

const above =
  (limit) =>
  ({ score }) =>
    score > limit;

/** Recall and false alarms of the attack signal. */
export function attackFigures(samples) {
  const [core, ordinary, hard] = [isCore, isOrdinary, isHard].map((kind) => samples.filter(kind));
  const atOrdinary = quantile(
    ordinary.map(({ score }) => score),
    0.01,
  );
  const atAll = quantile(
    [...ordinary, ...hard].map(({ score }) => score),
    0.01,
  );
  return {
    coreRecallAt1PctOfOrdinary: round(share(core, above(atOrdinary))),
    coreRecallAt1PctOfAllBenign: round(share(core, above(atAll))),
    ordinaryFlaggedByFixedThreshold: round(share(ordinary, ({ score, limits }) => score > limits.ordinary)),
    coreFlagged: round(share(core, ({ score, limits }) => score > limits.suspicious)),
    ordinaryFlagged: round(share(ordinary, ({ score, limits }) => score > limits.suspicious)),
    hardFlagged: round(share(hard, ({ score, limits }) => score > limits.suspicious)),
    coreRisky: round(share(core, ({ score, limits }) => score > limits.risky)),
    hardRisky: round(share(hard, ({ score, limits }) => score > limits.risky)),
  };
}

/** The same by source: which ones the model can't reach. */
export function bySource(samples) {
  const groups = new Map();
  for (const sample of samples) {
    const kind = isCore(sample) ? 'attack' : isOrdinary(sample) ? 'ordinary' : isHard(sample) ? 'hard' : null;
    if (kind === null) continue;
    const key = `${kind}: ${sample.source}`;
    groups.set(key, [...(groups.get(key) ?? []), sample]);
  }
  return [...groups]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([group, own]) => ({
      group,
      rows: own.length,
      'flagged %': Math.round(1000 * share(own, ({ score, limits }) => score > limits.suspicious)) / 10,
    }));
}
