import { beforeEach, describe, expect, it } from 'vitest';
import { loadConfig } from '../platform/config/load-config.js';
import { TooManyFailures } from './auth-errors.js';
import { FailureBudgets } from './failure-budgets.js';

const HOME = '203.0.113.7';
const elsewhere = (index: number): string => `198.51.100.${index}`;

describe(FailureBudgets.name, () => {
  let nowMs: number, budgets: FailureBudgets;
  beforeEach(() => {
    nowMs = 0;
    const config = loadConfig({ TOKEN_FAILURES_PER_CLIENT: '10', TOKEN_FAILURES_PER_ADDRESS: '20' });
    budgets = new FailureBudgets(config, () => nowMs);
  });
  const fail = (clientId: string, address: string): unknown => budgets.spend({ clientId, address });
  const succeed = (clientId: string, address: string): void => budgets.spend({ clientId, address })('right');

  it('lets so many wrong secrets pass for one client, wherever they come from', () => {
    for (let index = 0; index < 10; index++) fail('acme', elsewhere(index));
    expect(() => fail('acme', elsewhere(99))).toThrow(TooManyFailures);
    fail('globex', elsewhere(99));
  });

  it('lets so many wrong secrets pass from one address, whomever they are for', () => {
    for (let index = 0; index < 20; index++) fail(`client ${index}`, HOME);
    expect(() => fail('another', HOME)).toThrow(TooManyFailures);
    fail('another', elsewhere(1));
  });

  it('says when the next is let through, which then it is', () => {
    for (let index = 0; index < 10; index++) fail('acme', elsewhere(index));
    const refusal = refusalOf(() => fail('acme', HOME));
    expect(refusal.headers).toEqual({ 'Retry-After': '60' });
    nowMs += 60_000;
    fail('acme', HOME);
    expect(() => fail('acme', HOME)).toThrow(TooManyFailures);
  });

  it('costs nothing to be right', () => {
    for (let index = 0; index < 1000; index++) succeed('acme', HOME);
    for (let index = 0; index < 10; index++) fail('acme', elsewhere(index));
  });

  it('costs nothing when nobody got to look', () => {
    for (let index = 0; index < 1000; index++) budgets.spend({ clientId: 'acme', address: HOME })('unknown');
  });

  it('locks nobody out who was right from there before', () => {
    succeed('acme', HOME);
    for (let index = 0; index < 10; index++) fail('acme', elsewhere(index));
    for (let index = 0; index < 19; index++) fail(`client ${index}`, HOME);
    expect(() => fail('acme', elsewhere(99))).toThrow(TooManyFailures);
    succeed('acme', HOME);
    for (let index = 0; index < 10; index++) fail('acme', HOME);
    expect(() => fail('acme', HOME)).toThrow(TooManyFailures);
  });

  it('holds no more for a flood of names', () => {
    for (let index = 0; index < 30_000; index++) {
      nowMs += 60_000;
      fail(`client ${index}`, HOME);
    }
    expect(Reflect.get(budgets, 'buckets')).toMatchObject({ size: 10_000 });
  });
});

function refusalOf(work: () => unknown): TooManyFailures {
  try {
    work();
  } catch (error) {
    if (error instanceof TooManyFailures) return error;
  }
  throw new Error('was let through');
}
