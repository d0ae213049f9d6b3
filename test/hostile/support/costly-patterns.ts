/** Patterns that are short to write and come to much, or take long to read. */
export const COSTLY: readonly (readonly [string, string])[] = [
  ['brackets that are repeated', '((((a)))){999}'.repeat(35)],
  ['repeats of one letter', 'a{1000}'.repeat(70)],
  ['an alternative that is repeated', '(?:ab|cd|ef){900}'.repeat(20)],
  ['repeats of something that may be nothing', '(|){1000}'.repeat(50)],
  ['repeats in repeats', '(?:(?:ab){30}x){30}'.repeat(20)],
  ['open repeats', '(?:a{500,}){2,}'.repeat(30)],
  ['optional repeats', '(x{0,30}){0,30}'.repeat(30)],
  ['a script of Unicode', '\\p{Han}{999}'.repeat(30)],
  ['classes in any case', `(?i)[${'a-\u{10ffff}'.repeat(100)}]`],
  ['many classes in any case', `(?i)${'[a-\u{10ffff}]'.repeat(70)}`],
  ['classes written as numbers', `(?i)${'[\\x{61}-\\x{10ffff}]'.repeat(24)}`],
  ['ranges that begin with a hyphen', `(?i)za0${'[--\u{1e942}]'.repeat(28)}`],
  ['sets without a range that begins with one', `(?i)za0${'[^--\u{1e942}a]'.repeat(28)}`],
  ['tables of Unicode', `(?i)[${'\\pL\\pN\\pM'.repeat(50)}]`],
];

/** Fifty of a pattern, none like another. */
export function fiftyOf(pattern: string): object[] {
  return Array.from({ length: 50 }, (_, at) => ({
    name: `p${at}`,
    pattern: `${at}${pattern}`.slice(0, 500),
    about: 'jailbreak',
    strength: 0.5,
  }));
}
