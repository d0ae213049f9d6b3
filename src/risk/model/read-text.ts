import { type ConceptHit, findConcepts } from '../lexicon/find-concepts.js';
import { concepts as allConcepts } from '../lexicon/index.js';
import { type CombinationHit, findCombinations } from '../rules/find-combinations.js';
import { type HiddenText, hiddenTexts } from '../text/hidden-texts.js';
import { type NormalText, normalText } from '../text/normal-text.js';
import { type FeatureBlock, featureBlocks } from './features.js';
import type { TextSigns } from './stack-features.js';

/** A rule that holds in something that a text hides. */
export interface HiddenCombination {
  readonly hidden: HiddenText;
  readonly combination: number;
}

/** A text as the model reads it. */
export interface ReadText {
  readonly text: NormalText;
  readonly combinationHits: readonly CombinationHit[];
  readonly hiddenCombinations: readonly HiddenCombination[];
  readonly blocks: readonly FeatureBlock[];
  readonly signs: Omit<TextSigns, 'textLogit'>;
}

/** Words of one text that are features, the first ones: the model was trained so. Rules read all of them. */
const MAX_FEATURE_WORDS = 600;

const ROT13 = allConcepts.findIndex(({ name }) => name === 'rot13');
const BACKWARDS = allConcepts.findIndex(({ name }) => name === 'backwards');

/** Reads a text: its normal form, its concepts, the rules that hold in it and in what it hides.
 * @param original any string; linear in its length */
export function readText(original: string): ReadText {
  const text = normalText(original);
  const concepts = findConcepts(text.lower);
  const combinationHits = findCombinations(concepts);
  const spellings = { rot13: speaksOf(concepts, ROT13), reversed: speaksOf(concepts, BACKWARDS) };
  const hidden = hiddenTexts(text, spellings).map((found) => ({ found, hits: findConcepts(found.lower, found.glued) }));
  const hiddenCombinations = hidden.flatMap(({ found, hits }) =>
    findCombinations(hits).map(({ combination }) => ({ hidden: found, combination })),
  );
  const newlyFound = hiddenCombinations.filter(
    ({ combination }) => !combinationHits.some((hit) => hit.combination === combination),
  );
  const all: readonly ConceptHit[] = [concepts, ...hidden.map(({ hits }) => hits)].flatMap((hits) =>
    hits.slice(0, MAX_FEATURE_WORDS),
  );
  const { invisible, bidi, tags, confusable, styled } = text.disguises;
  return {
    text,
    combinationHits,
    hiddenCombinations: newlyFound,
    blocks: featureBlocks(text.lower, all),
    signs: {
      combinationHits: [...combinationHits, ...newlyFound.map(({ combination }) => asHit(combination))],
      conceptCount: all.length,
      length: text.lower.length,
      isHidden: newlyFound.length > 0,
      disguises: invisible + bidi + tags + confusable + styled,
    },
  };
}

function speaksOf(hits: readonly ConceptHit[], wanted: number): boolean {
  return hits.some(({ concept }) => concept === wanted);
}

function asHit(combination: number): CombinationHit {
  return { combination, count: 1, start: 0, end: 0 };
}
