/** Lets each owner do a number of things at once; what is more waits, first come first served. What one owner does
 * or waits for takes no turn from another. */
export class Turns<Owner> {
  private readonly lines = new Map<Owner, { under: number; waiting: (() => void)[] }>();

  /** @param atOnce things of an owner at once, >= 1
   * @param mostWaiting things of an owner that wait, at most */
  constructor(
    private readonly atOnce: number,
    private readonly mostWaiting: number,
  ) {}

  /** Waits for a turn; to be ended by `end`.
   * @param gone ends the waiting, and then there is no turn to be ended
   * @returns whether it is this owner's turn; false where too many wait, at once, or where the signal was aborted */
  async begin(owner: Owner, gone?: AbortSignal): Promise<boolean> {
    const line = this.lines.get(owner) ?? { under: 0, waiting: [] };
    this.lines.set(owner, line);
    if (line.under < this.atOnce) {
      line.under++;
      return true;
    }
    if (line.waiting.length >= this.mostWaiting || gone?.aborted === true) return false;
    return new Promise((resolve) => {
      const leave = (): void => {
        line.waiting = line.waiting.filter((other) => other !== next);
        resolve(false);
      };
      const next = (): void => {
        gone?.removeEventListener('abort', leave);
        resolve(true);
      };
      line.waiting.push(next);
      gone?.addEventListener('abort', leave, { once: true });
    });
  }

  /** Ends a turn; the one that has waited longest gets it. To be called once for each turn. */
  end(owner: Owner): void {
    const line = this.lines.get(owner);
    if (line === undefined) return;
    const next = line.waiting.shift();
    if (next !== undefined) next();
    else if (--line.under === 0) this.lines.delete(owner);
  }
}
