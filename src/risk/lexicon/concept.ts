/** One idea and the words for it. A text that asks a model to forget its rules does so in any language: the rules and
 * the learned model count ideas, not words. */
export interface Concept {
  /** Unique, snake_case. */
  readonly name: string;
  /** Words and phrases with `|` between them, in lower case, accents as usual. `ignor*` is the beginning of a word;
   * without the star a word of Latin letters stands alone. Those of other scripts are found within words, too. */
  readonly words: string;
}
