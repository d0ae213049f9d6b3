/** Finds many keywords at once.
 * @param text the text
 * @param onHit is told each hit, by the order of their ends */
export type KeywordScan = (text: string, onHit: (keyword: number, end: number) => void) => void;

const OTHER = 0;

/** Builds one pass that finds all keywords of a list (Aho-Corasick, as a table of transitions).
 * @param keywords none of them empty, of fewer than 65,536 characters together
 * @returns a scan in time linear to the text and its hits */
export function keywordScan(keywords: readonly string[]): KeywordScan {
  const classOf = new Uint16Array(0x10000);
  let classes = 1;
  for (const keyword of keywords) {
    for (let index = 0; index < keyword.length; index++) {
      const code = keyword.charCodeAt(index);
      if (classOf[code] === OTHER) classOf[code] = classes++;
    }
  }
  const { next, found, foundBefore } = automaton(keywords, classOf, classes);
  const firstFound = foundBefore.map((before, state) => ((found[state] ?? []).length > 0 ? state : before));
  return (text, onHit) => {
    let state = 0;
    for (let index = 0; index < text.length; index++) {
      state = next[state * classes + (classOf[text.charCodeAt(index)] ?? OTHER)] ?? 0;
      for (let at = firstFound[state] ?? 0; at > 0; at = foundBefore[at] ?? 0) {
        for (const keyword of found[at] ?? []) onHit(keyword, index + 1);
      }
    }
  };
}

function automaton(keywords: readonly string[], classOf: Uint16Array, classes: number) {
  const size = keywords.reduce((sum, keyword) => sum + keyword.length, 1);
  const next = new Uint16Array(size * classes);
  const found: number[][] = [[]];
  let states = 1;
  keywords.forEach((keyword, number) => {
    let state = 0;
    for (let index = 0; index < keyword.length; index++) {
      const at = state * classes + (classOf[keyword.charCodeAt(index)] ?? OTHER);
      if (next[at] === 0) {
        next[at] = states++;
        found.push([]);
      }
      state = next[at] ?? 0;
    }
    found[state]?.push(number);
  });
  const foundBefore = new Int32Array(states);
  link({ next, found, foundBefore, classes });
  return { next, found, foundBefore };
}

/** Completes the transitions breadth first: where a keyword can't go on, its longest suffix that begins one does. */
function link(tables: { next: Uint16Array; found: number[][]; foundBefore: Int32Array; classes: number }): void {
  const { next, found, foundBefore, classes } = tables;
  const fallback = new Int32Array(found.length);
  const queue: number[] = [];
  for (let of = 0; of < classes; of++) if ((next[of] ?? 0) > 0) queue.push(next[of] ?? 0);
  for (const state of queue) {
    const back = fallback[state] ?? 0;
    foundBefore[state] = (found[back] ?? []).length > 0 ? back : (foundBefore[back] ?? 0);
    for (let of = 0; of < classes; of++) {
      const target = next[state * classes + of] ?? 0;
      const otherwise = next[back * classes + of] ?? 0;
      if (target === 0) {
        next[state * classes + of] = otherwise;
        continue;
      }
      fallback[target] = otherwise;
      queue.push(target);
    }
  }
}
