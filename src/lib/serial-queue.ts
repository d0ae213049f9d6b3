/** Has work of one kind done one after the other, and work of different kinds side by side. */
export class SerialQueue {
  private readonly lasts = new Map<string, Promise<unknown>>();

  /** Does work once all that came before it under the same key is over, however that ended.
   * @throws what the work throws */
  async take<Result>(key: string, work: () => Promise<Result>): Promise<Result> {
    const before = this.lasts.get(key) ?? Promise.resolve();
    const result = before.then(work, work);
    // Never rejects: whoever waits for it isn't concerned by how it ended.
    const settled = result.then(done, done).then(() => {
      if (this.lasts.get(key) === settled) this.lasts.delete(key);
    });
    this.lasts.set(key, settled);
    return result;
  }

  /** Waits until everything that was to be done is over. */
  async over(): Promise<void> {
    await Promise.all(this.lasts.values());
  }
}

function done(): void {
  // Nothing is left to do.
}
