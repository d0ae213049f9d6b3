/** A rule made of concepts: it holds where a text speaks of all of them close together. */
export interface Combination {
  /** Unique, `family.detail`, snake_case. */
  readonly rule: string;
  /** The flag it is evidence for. */
  readonly flag: string;
  /** Groups of concept names: one of each must be there, in any order. */
  readonly of: readonly (readonly string[])[];
  /** How far the first may be from the last, in characters of the normal form. */
  readonly within: number;
  /** How much it says by itself, 0-1. */
  readonly strength: number;
}
