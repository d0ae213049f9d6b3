import { describe, expect, it } from 'vitest';
import { AppConfig } from '../config/app-config.js';
import { Overloaded } from '../errors/overloaded.js';
import type { BodySender } from './body-sender.js';
import { InFlight } from './in-flight.js';

const MIB = 1_048_576;
const stranger = (key: string): BodySender => ({ key, isStranger: true });
const member: BodySender = { key: 'org', isStranger: false };

describe(InFlight.name, () => {
  const inFlight = (): InFlight => new InFlight(Object.assign(new AppConfig(), { maxInFlightBytes: MIB }));

  it('gives one address a quarter of what strangers share', () => {
    const all = inFlight();
    const room = all.open(stranger('a'), 0);
    all.open(stranger('b'), 0).grow(10);
    room.grow(16_384);
    expect(() => room.grow(1)).toThrow(Overloaded);
    expect(() => all.open(stranger('a'), 1)).toThrow(Overloaded);
    all.open(stranger('b'), 16_000).grow(16_000);
  });

  it('always has room for a sign-in from another address, and none for more', () => {
    const all = inFlight();
    for (const key of ['a', 'b', 'c', 'd']) all.open(stranger(key), 16_384).grow(16_384);
    for (const key of ['e', 'f']) {
      const room = all.open(stranger(key), 1000);
      room.grow(1000);
      expect(() => room.grow(100)).toThrow(Overloaded);
      expect(() => all.open(stranger(key), 100)).toThrow(Overloaded);
      room.release();
      all.open(stranger(key), 1024);
    }
    all.open(member, 700_000).grow(700_000);
  });
});
