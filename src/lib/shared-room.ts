/** Room for an amount of what is under way, of which nobody may take all: the last quarter is there for the others. */
export class SharedRoom<Owner> {
  private readonly heldBy = new Map<Owner, number>();
  private held = 0;
  private readonly most: number;

  /** @param size things at once, or bytes, >= 1; room for one has no quarters, whoever comes first gets it */
  constructor(private readonly size: number) {
    this.most = Math.ceil(0.75 * size);
  }

  /** What all owners hold together. */
  get taken(): number {
    return this.held;
  }

  /** @returns whether an owner could take so much now */
  hasRoom(owner: Owner, amount = 1): boolean {
    return this.held + amount <= this.size && (this.heldBy.get(owner) ?? 0) + amount <= this.most;
  }

  /** Takes room for one thing, or for several.
   * @returns false where there is none for this owner */
  enter(owner: Owner, amount = 1): boolean {
    if (!this.hasRoom(owner, amount)) return false;
    this.force(owner, amount);
    return true;
  }

  /** Takes room, whether there is any or not. */
  force(owner: Owner, amount: number): void {
    this.heldBy.set(owner, (this.heldBy.get(owner) ?? 0) + amount);
    this.held += amount;
  }

  /** Gives room back that was taken. */
  leave(owner: Owner, amount = 1): void {
    const own = this.heldBy.get(owner) ?? 0;
    if (own > amount) this.heldBy.set(owner, own - amount);
    else this.heldBy.delete(owner);
    this.held -= amount;
  }
}
