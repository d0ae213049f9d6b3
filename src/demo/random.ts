/** Chance that comes out the same for the same seed. Not for secrets. */
export class SeededRandom {
  private state: number;

  /** @param seed any integer */
  constructor(seed: number) {
    this.state = seed | 0;
  }

  /** @returns 0 or more, below 1
   * @see Mulberry32, by Tommy Ettinger */
  next(): number {
    this.state = (this.state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(this.state ^ (this.state >>> 15), this.state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  }

  /** @returns a number of that range */
  between(least: number, most: number): number {
    return least + (most - least) * this.next();
  }

  /** @returns a number of the normal distribution */
  normal(mean: number, std: number): number {
    const radius = Math.sqrt(-2 * Math.log(1 - this.next()));
    return mean + std * radius * Math.cos(2 * Math.PI * this.next());
  }

  /** @returns one of a list
   * @throws RangeError where the list is empty */
  pick<Item>(list: readonly Item[]): Item {
    const item = list[Math.floor(this.next() * list.length)];
    if (item === undefined) throw new RangeError('nothing to pick from');
    return item;
  }
}
