/** Letters that Unicode's own decompositions leave alone. */
const SPECIAL: ReadonlyMap<string, string> = new Map([
  ['ß', 'ss'],
  ['ø', 'o'],
  ['Ø', 'O'],
  ['ł', 'l'],
  ['Ł', 'L'],
  ['đ', 'd'],
  ['Đ', 'D'],
  ['ı', 'i'],
  ['æ', 'ae'],
  ['Æ', 'AE'],
  ['œ', 'oe'],
  ['ə', 'e'],
  ['’', "'"],
  ['‘', "'"],
  ['“', '"'],
  ['”', '"'],
  ['\u2236', ':'],
  ['\ua789', ':'],
  ['\ua78a', '='],
]);

/** Most characters one code point may become: a few ligatures would become a whole sentence. */
const MAX_EXPANSION = 4;

const ACCENTS = /[\u0300-\u036f]/g;
const HAS_ACCENTS_IN = /[\p{sc=Latin}\p{sc=Greek}\p{sc=Cyrillic}]/u;
const INVISIBLE = /[\p{Default_Ignorable_Code_Point}\u2800\ufff9-\ufffb]/u;
/** Blocks of marks that are put over, around or through a letter. */
const MARKS: readonly (readonly [number, number])[] = [
  [0x300, 0x36f],
  [0x1ab0, 0x1aff],
  [0x1dc0, 0x1dff],
  [0x20d0, 0x20ff],
  [0xfe20, 0xfe2f],
];
const HYPHEN = /[\p{Pd}\u2212]/u;
const BIDI = /[\u202a-\u202e\u2066-\u2069]/;

/** Folded forms by code point: what is known is not asked for again. */
const known: (string | undefined)[] = [];

/** One code point as rules see it: its compatibility form, without accents (of Latin, Greek and Cyrillic letters),
 * keeping its case; the ASCII character that a tag character stands for.
 * @param codePoint any, from 0
 * @returns 0-4 UTF-16 units; none for what can't be seen */
export function fold(codePoint: number): string {
  if (codePoint > 0xffff) return foldAnew(codePoint);
  return (known[codePoint] ??= foldAnew(codePoint));
}

/** Whether a code point only turns the direction of the text. */
export function isBidi(codePoint: number): boolean {
  return codePoint >= 0x202a && BIDI.test(String.fromCodePoint(codePoint));
}

/** Whether a code point is one of the tag characters, which show nothing and spell ASCII. */
export function isTag(codePoint: number): boolean {
  return codePoint >= 0xe0020 && codePoint <= 0xe007e;
}

function isMark(codePoint: number): boolean {
  return MARKS.some(([first, last]) => codePoint >= first && codePoint <= last);
}

function foldAnew(codePoint: number): string {
  if (isTag(codePoint)) return String.fromCodePoint(codePoint - 0xe0000);
  if (codePoint >= 0xe0000 && codePoint <= 0xe0fff) return '';
  const char = String.fromCodePoint(codePoint);
  if (INVISIBLE.test(char) || isBidi(codePoint) || isMark(codePoint)) return '';
  const special = SPECIAL.get(char);
  if (special !== undefined) return special;
  const compatible = char.normalize('NFKC');
  if (HYPHEN.test(compatible)) return '-';
  const bare = HAS_ACCENTS_IN.test(compatible) ? compatible.normalize('NFKD').replace(ACCENTS, '') : compatible;
  return (SPECIAL.get(bare) ?? bare).slice(0, MAX_EXPANSION);
}
