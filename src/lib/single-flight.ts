/** Lets one run of a task happen at a time; a call during a run joins it. */
export class SingleFlight {
  private running: Promise<void> | null = null;

  /** @returns when the run, one's own or the joined one, has ended
   * @throws what the task throws */
  async run(task: () => Promise<void>): Promise<void> {
    this.running ??= task().finally(() => {
      this.running = null;
    });
    return this.running;
  }
}
