import { nextTurn } from './in-parts.js';

/** Work that is done piece by piece, and gives everything else its turn after so much of it. */
export class Pace {
  private done = 0;

  /** @param workATurn what is done before others get their turn, in whatever it is counted in, > 0 */
  constructor(private readonly workATurn: number) {}

  /** Notes what was done, and lets others go first where it has become enough: for as many turns as the work was worth, since a
   * request of somebody else needs several. */
  async spend(work: number): Promise<void> {
    this.done += work;
    for (; this.done >= this.workATurn; this.done -= this.workATurn) await nextTurn();
  }
}
