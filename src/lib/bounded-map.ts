/** Remembers so many things and no more: the one that was set longest ago goes first. */
export class BoundedMap<Value> {
  private readonly entries = new Map<string, { readonly value: Value; readonly weight: number }>();
  private weight = 0;

  /** @param maxWeight of all together: their number, where none says that it weighs more */
  constructor(private readonly maxWeight: number) {}

  get size(): number {
    return this.entries.size;
  }

  /** @returns what is remembered, the oldest first */
  *values(): Generator<Value, void> {
    for (const { value } of this.entries.values()) yield value;
  }

  get(key: string): Value | undefined {
    return this.entries.get(key)?.value;
  }

  /** @param weight of this one, > 0; what weighs more than all may weigh together isn't kept */
  set(key: string, value: Value, weight = 1): void {
    // Deleting first puts the key last: the first one is then always the oldest.
    this.delete(key);
    if (weight > this.maxWeight) return;
    for (const [oldest] of this.entries) {
      if (this.weight + weight <= this.maxWeight) break;
      this.delete(oldest);
    }
    this.entries.set(key, { value, weight });
    this.weight += weight;
  }

  delete(key: string): void {
    this.weight -= this.entries.get(key)?.weight ?? 0;
    this.entries.delete(key);
  }
}
