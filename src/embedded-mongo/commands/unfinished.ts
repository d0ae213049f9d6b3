import type { Doc } from '../bson/bson.js';

/** Documents that one step of a write changes at most: a few milliseconds' work. */
export const STEP_DOCUMENTS = 100;

/** The answer of a write that has done a part and goes on later, in this transaction or in another. It must hold all its progress
 * itself: a step may be run twice, if its transaction had to be undone. */
export class Unfinished {
  /** @param next the next step */
  constructor(readonly next: () => Doc | Buffer | Unfinished) {}
}
