import { BoundedMap } from './bounded-map.js';

interface Entry<Value> {
  readonly value: Promise<Value>;
  readonly staleAtMs: number;
}

/** How long and how much a cache holds. */
export interface TtlCacheOptions {
  /** Age from which an entry is read again, milliseconds. */
  readonly ttlMs: number;
  /** Entries at most; then the oldest goes. */
  readonly maxEntries: number;
  /** A clock in milliseconds that never steps back. */
  readonly now: () => number;
}

/** Remembers what was read, by key, for a short time. Holds the reading itself and not its outcome: callers at the same
 * moment share one, age counts from when it began, and one that was forgotten meanwhile can't come back. */
export class TtlCache<Value> {
  private readonly entries: BoundedMap<Entry<Value>>;

  constructor(private readonly options: TtlCacheOptions) {
    this.entries = new BoundedMap(options.maxEntries);
  }

  /** The value of a key, remembered or read.
   * @param load reads it; what it rejects with isn't remembered */
  async get(key: string, load: () => Promise<Value>): Promise<Value> {
    const known = this.entries.get(key);
    return known !== undefined && this.isFresh(known) ? known.value : this.read(key, load);
  }

  /** Whether the next `get` will not read. */
  has(key: string): boolean {
    const known = this.entries.get(key);
    return known !== undefined && this.isFresh(known);
  }

  /** Makes the next `get` read. */
  forget(key: string): void {
    this.entries.delete(key);
  }

  private isFresh({ staleAtMs }: Entry<Value>): boolean {
    return this.options.now() < staleAtMs;
  }

  private async read(key: string, load: () => Promise<Value>): Promise<Value> {
    const entry = { staleAtMs: this.options.now() + this.options.ttlMs, value: load() };
    this.entries.set(key, entry);
    try {
      return await entry.value;
    } catch (error) {
      if (this.entries.get(key) === entry) this.entries.delete(key);
      throw error;
    }
  }
}
