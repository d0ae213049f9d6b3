import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ConnectionTable, type Listed } from './connection-table.js';

const LIMITS = { known: 2, newcomers: 2, unfinishedBytes: 100, messageMs: 1000, firstMessageMs: 300 };

class FakeConnection implements Listed {
  isKnown = false;
  unfinishedBytes = 0;
  dueSinceMs: number | undefined;
  isEnded = false;

  constructor(
    private readonly table: ConnectionTable,
    sinceMs: number,
  ) {
    this.dueSinceMs = sinceMs;
    table.add(this);
  }

  /** Its first message was accepted. */
  greet(): this {
    this.table.accept();
    this.isKnown = true;
    this.dueSinceMs = undefined;
    return this;
  }

  hold(bytes: number, sinceMs: number): void {
    this.unfinishedBytes += bytes;
    this.dueSinceMs = sinceMs;
    this.table.hold(bytes);
  }

  end(): void {
    this.isEnded = true;
    this.table.remove(this);
  }
}

describe(ConnectionTable.name, () => {
  let table: ConnectionTable;
  let nowMs: number;
  beforeEach(() => {
    nowMs = 0;
    table = new ConnectionTable(LIMITS, () => nowMs);
  });
  afterEach(() => table.close());

  const join = (): FakeConnection => new FakeConnection(table, nowMs);
  const endedOf = (connections: readonly FakeConnection[]): boolean[] => connections.map(({ isEnded }) => isEnded);
  /** Lets time pass as the timer would see it. */
  function passTo(ms: number): void {
    for (; nowMs < ms; nowMs += 100) table.endLate();
    table.endLate();
  }

  it('ends the oldest newcomer where there are too many, and nobody who is known', () => {
    const known = join().greet();
    const newcomers = [join(), join(), join(), join()];
    expect(endedOf(newcomers)).toEqual([true, true, false, false]);
    expect(known.isEnded).toBe(false);
  });

  it('has room for so many, and again when one has ended, however often that is said', () => {
    const [one] = [join().greet(), join().greet()];
    expect(table.hasRoom).toBe(false);
    one.end();
    one.end();
    expect(table.hasRoom).toBe(true);
    join().greet();
    expect(table.hasRoom).toBe(false);
  });

  it('ends the half message that began first where all of them are too many bytes', () => {
    const [one, other] = [join().greet(), join().greet()];
    other.hold(60, 1);
    one.hold(40, 2);
    expect(endedOf([one, other])).toEqual([false, false]);
    one.hold(1, 2);
    expect(endedOf([one, other])).toEqual([false, true]);
    one.hold(59, 2);
    expect(one.isEnded).toBe(false);
    one.hold(1, 2);
    expect(one.isEnded).toBe(true);
  });

  it('ends who is late, with a first message sooner, and nobody from whom nothing is due', () => {
    const [newcomer, half, idle] = [join(), join().greet(), join().greet()];
    half.hold(1, 0);
    passTo(300);
    expect(endedOf([newcomer, half, idle])).toEqual([false, false, false]);
    passTo(400);
    expect(endedOf([newcomer, half, idle])).toEqual([true, false, false]);
    passTo(1100);
    expect(endedOf([newcomer, half, idle])).toEqual([true, true, false]);
  });

  it('gives everybody their time again when the process itself was stopped', () => {
    const half = join().greet();
    half.hold(1, 0);
    passTo(500);
    nowMs = 60_000;
    table.endLate();
    expect(half.isEnded).toBe(false);
    passTo(61_000);
    expect(half.isEnded).toBe(false);
    passTo(61_100);
    expect(half.isEnded).toBe(true);
  });
});
