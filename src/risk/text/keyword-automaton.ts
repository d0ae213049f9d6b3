/** Characters are counted in blocks of so many: one row of the table of transitions. */
export const CLASSES_A_ROW = 64;

/** An automaton of Aho and Corasick as tables that stay small: what a processor keeps near is read fast, and a state has
 * little to say about letters of other scripts than its own. */
export interface KeywordAutomaton {
  /** The class of each UTF-16 unit. 0: in no keyword. */
  readonly classOf: Uint16Array;
  /** Blocks of classes, 64 each. */
  readonly blocks: number;
  /** State and block -> row. In block 0 the state is the row. */
  readonly rowOf: Uint16Array;
  /** Row and class within its block -> twice the next state, plus 1 where keywords end there. */
  readonly rows: Uint16Array;
  /** Keywords that end in a state, by themselves. */
  readonly found: readonly (readonly number[])[];
  /** The next state on the way back that keywords end in; 0: none. */
  readonly foundBefore: Int32Array;
}

interface Trie {
  /** Children by class; states are numbered breadth first, so that those a text visits most stand together. */
  readonly children: readonly ReadonlyMap<number, number>[];
  readonly found: readonly (readonly number[])[];
}

/** Builds the tables.
 * @param keywords none of them empty
 * @throws RangeError where they are too many for 16 bits a state */
export function buildAutomaton(keywords: readonly string[]): KeywordAutomaton {
  const { classOf, classes } = classesOf(keywords);
  const trie = trieOf(keywords, classOf);
  const blocks = Math.ceil(classes / CLASSES_A_ROW);
  return { classOf, blocks, found: trie.found, ...tablesOf(trie, blocks) };
}

/** Numbers the characters by their code, so that a script's letters share a block. */
function classesOf(keywords: readonly string[]) {
  const codes = new Set(keywords.flatMap((keyword) => keyword.split('').map((unit) => unit.charCodeAt(0))));
  const classOf = new Uint16Array(0x10000);
  let classes = 1;
  for (const code of [...codes].sort((a, b) => a - b)) classOf[code] = classes++;
  return { classOf, classes };
}

function trieOf(keywords: readonly string[], classOf: Uint16Array): Trie {
  const children: Map<number, number>[] = [new Map()];
  const found: number[][] = [[]];
  let ahead = keywords.map((keyword, number) => ({ keyword, number, state: 0 }));
  for (let depth = 0; ahead.length > 0; depth++) {
    for (const one of ahead) {
      const of = classOf[one.keyword.charCodeAt(depth)] ?? 0;
      const known = children[one.state]?.get(of);
      if (known === undefined) {
        children[one.state]?.set(of, children.length);
        one.state = children.length;
        children.push(new Map());
        found.push([]);
      } else one.state = known;
      if (one.keyword.length === depth + 1) found[one.state]?.push(one.number);
    }
    ahead = ahead.filter(({ keyword }) => keyword.length > depth + 1);
  }
  return { children, found };
}

/** Transitions, state by state in the order of depth: where a keyword can't go on, its longest suffix that begins one
 * does. A block in which a state says nothing of its own shares the row of that suffix. */
function tablesOf({ children, found }: Trie, blocks: number) {
  const states = children.length;
  const rowOf = new Uint16Array(states * blocks);
  const fallback = new Int32Array(states);
  const foundBefore = new Int32Array(states);
  const rowsNeeded = states + blocks + children.reduce((sum, own) => sum + blocksOf(own).size, 0);
  if (states * 2 > 0xffff || rowsNeeded > 0xffff) throw new RangeError('Too many keywords for one automaton');
  const rows = new Uint16Array(rowsNeeded * CLASSES_A_ROW);
  let used = states;
  children.forEach((own, state) => {
    const written = blocksOf(own);
    for (let block = 0; block < blocks; block++) {
      const inherited = rowOf[(fallback[state] ?? 0) * blocks + block] ?? 0;
      const isShared = block > 0 && state > 0 && !written.has(block);
      const row = block === 0 ? state : isShared ? inherited : used++;
      rowOf[state * blocks + block] = row;
      if (row !== inherited) rows.copyWithin(row << 6, inherited << 6, (inherited + 1) << 6);
    }
    for (const [of, child] of own) {
      const at = ((rowOf[state * blocks + (of >> 6)] ?? 0) << 6) | (of & 63);
      const back = state > 0 ? (rows[at] ?? 0) >> 1 : 0;
      fallback[child] = back;
      foundBefore[child] = (found[back] ?? []).length > 0 ? back : (foundBefore[back] ?? 0);
      rows[at] = child * 2 + Number((found[child] ?? []).length > 0 || foundBefore[child] !== 0);
    }
  });
  return { rowOf, rows, foundBefore };
}

function blocksOf(own: ReadonlyMap<number, number>): Set<number> {
  return new Set([...own.keys()].map((of) => of >> 6));
}
