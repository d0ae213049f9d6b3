/** Shares work between callers who ask for the same thing at the same time. A call joins the run that has not begun yet,
 * never the one under way: that one may have read before the caller wrote. So at most one run a key is under way and one
 * waits, however many ask. */
export class Coalescer<Result> {
  private readonly underWay = new Map<string, Promise<Result>>();
  private readonly waiting = new Map<string, Promise<Result>>();

  /** @param key what is asked for
   * @param work begins after this call, once for all who joined
   * @throws what the work throws, to all who joined */
  run(key: string, work: () => Promise<Result>): Promise<Result> {
    const joined = this.waiting.get(key);
    if (joined !== undefined) return joined;
    const next = this.after(this.underWay.get(key), key, work);
    this.waiting.set(key, next);
    return next;
  }

  private async after(
    previous: Promise<Result> | undefined,
    key: string,
    work: () => Promise<Result>,
  ): Promise<Result> {
    // One turn of the loop at least: calls made together share a run.
    await Promise.allSettled([previous]);
    const run = work();
    this.waiting.delete(key);
    this.underWay.set(key, run);
    try {
      return await run;
    } finally {
      if (this.underWay.get(key) === run) this.underWay.delete(key);
    }
  }
}
