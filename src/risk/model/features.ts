import type { ConceptHit } from '../lexicon/find-concepts.js';

/** Hashed features are counted modulo this. */
export const BUCKETS = 1 << 17;

/** What the model reads of a long text: its beginning and its end. */
const HEAD_CHARS = 6000;
const TAIL_CHARS = 2000;

/** Concepts further apart than this don't speak of one another, in characters. */
const NEAR_CHARS = 70;
const NEAR_HITS = 6;

/** Characters in a row that are a feature, the gaps between words among them. */
const GRAM = 4;

const FNV_START = 0x811c9dc5;
const FNV_FACTOR = 0x01000193;

/** One kind of feature: its buckets, each once, and the value that each of them has. */
export interface FeatureBlock {
  readonly buckets: Int32Array;
  /** 1 / sqrt(number of buckets): a long text doesn't weigh more than a short one. */
  readonly value: number;
}

/** What the model reads: words and pairs of words, characters in a row, concepts and pairs of them.
 * @param lower the normal form of a text
 * @param hits its concepts */
export function featureBlocks(lower: string, hits: readonly ConceptHit[]): readonly FeatureBlock[] {
  const read =
    lower.length <= HEAD_CHARS + TAIL_CHARS ? lower : `${lower.slice(0, HEAD_CHARS)}\n${lower.slice(-TAIL_CHARS)}`;
  return [block(() => addWords(read)), block(() => addGrams(read)), block(() => addIdeas(hits))];
}

// Scratch that all calls share, because tables of its own for each would cost more than all the rest. Nothing of one
// call is seen by the next: `addedIn` says which block a bucket was last added in, by a number of one byte so that it stays
// in the processor's cache; `collected` is read up to `count` only.
const addedIn = new Uint8Array(BUCKETS);
const collected = new Int32Array(1 << 15);
let turn = 0;
let count = 0;

function block(collect: () => void): FeatureBlock {
  if (turn === 255) addedIn.fill(0);
  turn = turn === 255 ? 1 : turn + 1;
  count = 0;
  collect();
  return { buckets: collected.slice(0, count), value: count === 0 ? 0 : 1 / Math.sqrt(count) };
}

function add(hash: number): void {
  const half = Math.imul(hash ^ (hash >>> 15), 0x2c1b3c6d);
  const bucket = (half ^ (half >>> 13)) & (BUCKETS - 1);
  if (addedIn[bucket] === turn || count >= collected.length) return;
  addedIn[bucket] = turn;
  collected[count++] = bucket;
}

function addWords(text: string): void {
  let before = 1;
  let hash = 0;
  for (let index = 0; index <= text.length; index++) {
    const code = index < text.length ? text.charCodeAt(index) : 0;
    if ((code >= 0x61 && code <= 0x7a) || (code >= 0x30 && code <= 0x39) || code > 0x7f) {
      hash = Math.imul((hash === 0 ? FNV_START : hash) ^ code, FNV_FACTOR);
    } else if (hash !== 0) {
      add(hash);
      add(Math.imul(before, 0x9e3779b1) ^ hash);
      before = hash;
      hash = 0;
    }
  }
}

function addGrams(text: string): void {
  let last = 0;
  for (let index = 0; index < text.length; index++) {
    const code = text.charCodeAt(index);
    // Four characters are as many bytes: those of one ASCII text are never mistaken for another's.
    last = (last << 8) | ((code ^ (code >>> 7)) & 0xff);
    if (index + 1 >= GRAM) add(last ^ 0x2545f491);
  }
}

/** Each concept, and which follows which nearby. */
function addIdeas(hits: readonly ConceptHit[]): void {
  hits.forEach(({ concept, end }, index) => {
    add(0x51ed270b + concept);
    for (let ahead = index + 1; ahead < hits.length && ahead < index + NEAR_HITS; ahead++) {
      const next = hits[ahead];
      if (next === undefined || next.start - end > NEAR_CHARS) break;
      if (next.concept !== concept) add(Math.imul(0x6b43a9b5 + concept, 0x85ebca6b) ^ next.concept);
    }
  });
}
