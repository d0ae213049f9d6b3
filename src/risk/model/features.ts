import type { ConceptHit } from '../lexicon/find-concepts.js';

/** Hashed features are counted modulo this. */
export const BUCKETS = 1 << 17;

/** What the model reads of a long text: its beginning and its end. */
const HEAD_CHARS = 6000;
const TAIL_CHARS = 2000;

/** Concepts further apart than this don't speak of one another, in characters. */
const NEAR_CHARS = 70;

/** One kind of feature: its buckets, each once, and the value that each of them has. */
export interface FeatureBlock {
  readonly buckets: Int32Array;
  /** 1 / sqrt(number of buckets): a long text doesn't weigh more than a short one. */
  readonly value: number;
}

/** What the model reads.
 * @param lower the normal form of a text
 * @param hits its concepts */
export function featureBlocks(lower: string, hits: readonly ConceptHit[]): readonly FeatureBlock[] {
  const read =
    lower.length <= HEAD_CHARS + TAIL_CHARS ? lower : `${lower.slice(0, HEAD_CHARS)}\n${lower.slice(-TAIL_CHARS)}`;
  return [block((add) => words(read, add)), block((add) => grams(read, add)), block((add) => ideas(hits, add))];
}

type Add = (hash: number) => void;

/** When a bucket was last added. Shared by all calls because a table of its own for each would cost more than the rest;
 * nothing of one call is seen by the next. */
const addedIn = new Int32Array(BUCKETS);
let call = 0;

function block(collect: (add: Add) => void): FeatureBlock {
  call = (call + 1) | 0;
  const buckets: number[] = [];
  collect((hash) => {
    const bucket = mix(hash) & (BUCKETS - 1);
    if (addedIn[bucket] === call) return;
    addedIn[bucket] = call;
    buckets.push(bucket);
  });
  return { buckets: Int32Array.from(buckets), value: buckets.length === 0 ? 0 : 1 / Math.sqrt(buckets.length) };
}

function words(text: string, add: Add): void {
  let before = 1;
  forEachWord(text, (start, end) => {
    let hash = 0x811c9dc5;
    for (let index = start; index < end; index++) hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193);
    add(hash);
    add(Math.imul(before, 0x9e3779b1) ^ hash);
    before = hash;
  });
}

/** Three to five characters in a row, the gaps between words among them. */
function grams(text: string, add: Add): void {
  for (let index = 0; index + 3 <= text.length; index++) {
    let hash = 0x2545f491;
    for (let length = 1; length <= 5 && index + length <= text.length; length++) {
      hash = Math.imul(hash ^ text.charCodeAt(index + length - 1), 0x01000193);
      if (length >= 3) add(hash ^ length);
    }
  }
}

/** Each concept, and which follows which nearby. */
function ideas(hits: readonly ConceptHit[], add: Add): void {
  hits.forEach(({ concept, end }, index) => {
    add(0x51ed270b + concept);
    for (let ahead = index + 1; ahead < hits.length && ahead < index + 6; ahead++) {
      const next = hits[ahead];
      if (next === undefined || next.start - end > NEAR_CHARS) break;
      if (next.concept !== concept) add(Math.imul(0x6b43a9b5 + concept, 0x85ebca6b) ^ next.concept);
    }
  });
}

function forEachWord(text: string, tell: (start: number, end: number) => void): void {
  let start = -1;
  for (let index = 0; index <= text.length; index++) {
    const code = index < text.length ? text.charCodeAt(index) : 0;
    const within = (code >= 0x61 && code <= 0x7a) || (code >= 0x30 && code <= 0x39) || code > 0x7f;
    if (within && start < 0) start = index;
    if (!within && start >= 0) {
      tell(start, index);
      start = -1;
    }
  }
}

function mix(hash: number): number {
  const half = Math.imul(hash ^ (hash >>> 15), 0x2c1b3c6d);
  return half ^ (half >>> 13);
}
