import type { Doc } from '../bson/bson.js';
import type { Engine } from './engine.js';

/** The answer of a write that has done a part and goes on in a later transaction. It must hold all its progress itself:
 * a step may be run twice, if its transaction had to be undone. */
export class Unfinished {
  /** @param next the next step */
  constructor(readonly next: (engine: Engine) => Doc | Unfinished) {}
}
