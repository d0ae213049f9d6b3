/** What one owner may take where nothing else is said: the last quarter is there for the others. */
const ONE_OWNERS_PART = 0.75;

/** Room for an amount of what is under way, of which nobody may take all. */
export class SharedRoom<Owner> {
  private readonly heldBy = new Map<Owner, number>();
  private held = 0;
  private readonly most: number;

  /** @param size things at once, or bytes, >= 1; room for one has no quarters, whoever comes first gets it
   * @param part of it that one owner may take, above 0 and up to 1 */
  constructor(
    private readonly size: number,
    part = ONE_OWNERS_PART,
  ) {
    this.most = Math.ceil(part * size);
  }

  /** What all owners hold together. */
  get taken(): number {
    return this.held;
  }

  /** @returns what an owner holds */
  takenBy(owner: Owner): number {
    return this.heldBy.get(owner) ?? 0;
  }

  /** @returns whether an owner could take so much now */
  hasRoom(owner: Owner, amount = 1): boolean {
    return this.held + amount <= this.size && this.takenBy(owner) + amount <= this.most;
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
