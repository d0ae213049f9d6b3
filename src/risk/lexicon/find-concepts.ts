import { foldWord } from '../text/fold-text.js';
import { keywordScan } from '../text/keyword-scan.js';
import { concepts } from './index.js';

/** A word for a concept, at its place in a text's normal form. */
export interface ConceptHit {
  /** Index into the list of concepts. */
  readonly concept: number;
  readonly start: number;
  readonly end: number;
}

interface Keyword {
  readonly concept: number;
  readonly length: number;
  /** Whether a letter before or after it makes it another word. */
  readonly startsWord: boolean;
  readonly endsWord: boolean;
}

const entries = concepts.flatMap(({ words }, concept) =>
  words.split('|').map((word) => ({ concept, open: word.endsWith('*'), text: foldWord(word.replace(/\*$/, '')) })),
);
const usable = entries.filter(({ text }) => text !== '');
const keywords: readonly Keyword[] = usable.map(({ concept, open, text }) => ({
  concept,
  length: text.length,
  startsWord: isWordLetter(text.charCodeAt(0)),
  endsWord: !open && isWordLetter(text.charCodeAt(text.length - 1)),
}));
const scan = keywordScan(usable.map(({ text }) => text));

/** All concepts that a text speaks of, by the order of their ends.
 * @param lower a text's normal form
 * @param glued whether its words may have lost the gaps between them: then words are found within words */
export function findConcepts(lower: string, glued = false): readonly ConceptHit[] {
  const hits: ConceptHit[] = [];
  scan(lower, (index, end) => {
    const keyword = keywords[index];
    if (keyword === undefined) return;
    const start = end - keyword.length;
    if (glued ? keyword.length < 6 : !standsAlone(lower, start, end, keyword)) return;
    hits.push({ concept: keyword.concept, start, end });
  });
  return hits;
}

function standsAlone(text: string, start: number, end: number, { startsWord, endsWord }: Keyword): boolean {
  if (startsWord && start > 0 && isWordLetter(text.charCodeAt(start - 1))) return false;
  return !(endsWord && end < text.length && isWordLetter(text.charCodeAt(end)));
}

/** Letters and digits of ASCII: the normal form writes Latin words with nothing else. */
function isWordLetter(code: number): boolean {
  return (code >= 0x61 && code <= 0x7a) || (code >= 0x30 && code <= 0x39);
}
