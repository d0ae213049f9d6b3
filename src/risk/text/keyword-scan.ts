import { buildAutomaton, CLASSES_A_ROW } from './keyword-automaton.js';

/** Finds many keywords at once.
 * @param text the text
 * @param onHit is told each hit, by the order of their ends */
export type KeywordScan = (text: string, onHit: (keyword: number, end: number) => void) => void;

/** Builds one pass that finds all keywords of a list (Aho-Corasick, as a table of transitions).
 * @param keywords none of them empty, of fewer than 32,768 characters together
 * @returns a scan in time linear to the text and its hits */
export function keywordScan(keywords: readonly string[]): KeywordScan {
  const { classOf, blocks, rowOf, rows, found, foundBefore } = buildAutomaton(keywords);
  return (text, onHit) => {
    let state = 0;
    for (let index = 0; index < text.length; index++) {
      const of = classOf[text.charCodeAt(index)] ?? 0;
      const row = of < CLASSES_A_ROW ? state : (rowOf[state * blocks + (of >> 6)] ?? 0);
      const target = rows[(row << 6) | (of & 63)] ?? 0;
      state = target >> 1;
      if ((target & 1) === 0) continue;
      for (let at = state; at > 0; at = foundBefore[at] ?? 0) {
        for (const keyword of found[at] ?? []) onHit(keyword, index + 1);
      }
    }
  };
}
