/** Has work of one key done one after the other, and work of different keys side by side. */
export class SerialQueue {
  private readonly lasts = new Map<string, Promise<void>>();

  /** Does work once all that came before it under the same key is over, however that ended.
   * @throws what the work throws */
  async take<Result>(key: string, work: () => Promise<Result>): Promise<Result> {
    const result = doneAfter(this.lasts.get(key), work);
    const end = endOf(result);
    this.lasts.set(key, end);
    try {
      return await result;
    } finally {
      if (this.lasts.get(key) === end) this.lasts.delete(key);
    }
  }

  /** Waits until everything that was to be done is over. */
  async over(): Promise<void> {
    await Promise.all(this.lasts.values());
  }
}

async function doneAfter<Result>(before: Promise<void> | undefined, work: () => Promise<Result>): Promise<Result> {
  await before;
  return work();
}

/** Never rejects: how work ended concerns nobody but who wanted it. */
async function endOf(result: Promise<unknown>): Promise<void> {
  try {
    await result;
  } catch {
    // Told to who wanted it.
  }
}
