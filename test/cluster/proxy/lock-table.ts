import { setTimeout } from 'node:timers/promises';

/** Someone who holds locks: one bulk write. */
export type Owner = object;

interface Lock {
  holder: Owner;
  readonly queue: { readonly owner: Owner; wake(): void }[];
}

/** Locks on documents, held to the end of a transaction. Whoever closes a circle of waiting is told so, and waits no
 * more. */
export class LockTable {
  /** How many deadlocks there were. */
  deadlocks = 0;
  private readonly locks = new Map<string, Lock>();
  private readonly waitsFor = new Map<Owner, string>();

  /** Takes a lock, and waits for it where another has it.
   * @param deadlockMs how long a deadlock lasts until it is found
   * @returns false where waiting would never end */
  async take(owner: Owner, key: string, deadlockMs: number): Promise<boolean> {
    const lock = this.locks.get(key);
    if (lock === undefined) {
      this.locks.set(key, { holder: owner, queue: [] });
      return true;
    }
    if (lock.holder === owner) return true;
    if (this.isCircle(owner, key)) {
      this.deadlocks++;
      await setTimeout(deadlockMs);
      return false;
    }
    this.waitsFor.set(owner, key);
    await new Promise<void>((wake) => void lock.queue.push({ owner, wake }));
    this.waitsFor.delete(owner);
    return true;
  }

  /** Gives back everything that an owner holds. */
  release(owner: Owner): void {
    for (const [key, lock] of this.locks) {
      if (lock.holder !== owner) continue;
      const next = lock.queue.shift();
      if (next === undefined) {
        this.locks.delete(key);
        continue;
      }
      lock.holder = next.owner;
      next.wake();
    }
  }

  private isCircle(owner: Owner, key: string): boolean {
    let wanted: string | undefined = key;
    while (wanted !== undefined) {
      const holder: Owner | undefined = this.locks.get(wanted)?.holder;
      if (holder === undefined) return false;
      if (holder === owner) return true;
      wanted = this.waitsFor.get(holder);
    }
    return false;
  }
}
