/** Room for a number of things under way, of which nobody may take all: the last quarter is there for the others. */
export class SharedRoom<Owner> {
  private readonly heldBy = new Map<Owner, number>();
  private held = 0;
  private readonly most: number;

  /** @param size things at once, >= 1; room for one has no quarters, whoever comes first gets it */
  constructor(private readonly size: number) {
    this.most = Math.ceil(0.75 * size);
  }

  /** Takes room for one thing.
   * @returns false where there is none for this owner */
  enter(owner: Owner): boolean {
    const own = this.heldBy.get(owner) ?? 0;
    if (this.held >= this.size || own >= this.most) return false;
    this.heldBy.set(owner, own + 1);
    this.held++;
    return true;
  }

  /** Gives room back; to be called once for each time that `enter` gave it. */
  leave(owner: Owner): void {
    const own = this.heldBy.get(owner) ?? 0;
    if (own > 1) this.heldBy.set(owner, own - 1);
    else this.heldBy.delete(owner);
    this.held--;
  }
}
