/** Wakes all who wait for something that happens again and again. */
export class Pulse {
  private readonly waiting = new Set<() => void>();

  /** It happens. */
  beat(): void {
    for (const wake of this.waiting) wake();
  }

  /** @returns when it happens next, or when the signal is aborted, whichever comes first */
  async next(signal: AbortSignal): Promise<void> {
    if (signal.aborted) return;
    await new Promise<void>((resolve) => {
      const wake = (): void => {
        this.waiting.delete(wake);
        signal.removeEventListener('abort', wake);
        resolve();
      };
      this.waiting.add(wake);
      signal.addEventListener('abort', wake);
    });
  }
}
