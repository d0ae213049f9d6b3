/** A file of tests that doesn't run, and why. */
export interface LeftOut {
  readonly file: string;
  readonly why: string;
}

/** What says nothing about a set, whatever set it is. */
export const LEFT_OUT: readonly LeftOut[] = [];

/** What a test can only order of the proxy: left out where MONGO_URI names a set. */
export const onlyTheProxy: readonly LeftOut[] = [];
