import { totalCounts } from '../lib/signal-counter.js';
import type { SignalBucket } from './baseline.js';
import { MIN_VALUES } from './methods/method.js';
import { driftMethods } from './methods/index.js';
import { INDEPENDENT, pValueOf, sizeOf } from './p-value.js';
import { cutBins, projected, widthOf } from './reference-bins.js';
import { scaleOf, type SignalKind } from './signal-kind.js';
import { addedTallies, type Tally, tallyWithout, valuesIn } from './tally.js';

/** So far a bucket must be from the rest to be an incident rather than a season. */
const INCIDENT_SIZE = 1;
const INCIDENT_P = 1e-6;

/** No more of the buckets than this are incidents: beyond it, they are what is normal. */
const MAX_TRIMMED = 0.25;

/** Each round sees the next incidents more clearly, without those already found. */
const ROUNDS = 3;

/** Leaves out what isn't normal in the buckets of a baseline: incidents, a cold start. Buckets with few values are judged
 * with their neighbours.
 * @returns at least three quarters of them, in order */
export function keptBuckets(kind: SignalKind, buckets: readonly SignalBucket[]): readonly SignalBucket[] {
  let kept = blocksOf(buckets);
  let left = Math.floor(MAX_TRIMMED * buckets.length);
  for (let round = 0; round < ROUNDS; round++) {
    const incidents = new Set<readonly SignalBucket[]>();
    for (const block of incidentsIn(kind, kept)) {
      if (block.length > left) break;
      left -= block.length;
      incidents.add(block);
    }
    if (incidents.size === 0) break;
    kept = kept.filter((block) => !incidents.has(block));
  }
  return kept.flat();
}

/** Neighbouring buckets, as many together as it takes to have enough values. */
function blocksOf(buckets: readonly SignalBucket[]): (readonly SignalBucket[])[] {
  const blocks: SignalBucket[][] = [];
  let held = MIN_VALUES;
  for (const bucket of buckets) {
    if (held >= MIN_VALUES) {
      blocks.push([]);
      held = 0;
    }
    blocks.at(-1)?.push(bucket);
    held += bucket.counts.n;
  }
  return blocks;
}

/** @returns the blocks that are far from all others, the farthest first */
function incidentsIn(kind: SignalKind, blocks: readonly (readonly SignalBucket[])[]): (readonly SignalBucket[])[] {
  const bins = cutBins(
    totalCounts(
      scaleOf(kind),
      blocks.flat().map(({ counts }) => counts),
    ),
    kind,
  );
  const width = widthOf(bins);
  const judged = blocks.map((block) => ({
    block,
    tally: addedTallies(
      block.map(({ counts }) => projected(bins, counts)),
      width,
    ),
  }));
  const whole = addedTallies(
    judged.map(({ tally }) => tally),
    width,
  );
  const sizeAmong = (tally: Tally): number => {
    const rest = tallyWithout(whole, tally);
    if (valuesIn(rest) < MIN_VALUES) return 0;
    const readings = driftMethods.flatMap(({ compare }) => compare(tally, rest, bins) ?? []);
    return Math.max(
      0,
      ...readings.filter((own) => pValueOf(own, INDEPENDENT) < INCIDENT_P).map((own) => sizeOf(own, INDEPENDENT)),
    );
  };
  return judged
    .map(({ block, tally }) => ({ block, size: sizeAmong(tally) }))
    .filter(({ size }) => size > INCIDENT_SIZE)
    .sort((one, other) => other.size - one.size)
    .map(({ block }) => block);
}
