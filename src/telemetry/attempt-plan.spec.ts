import { describe, expect, it } from 'vitest';
import { attemptPlan, rotated } from './attempt-plan.js';

describe(attemptPlan.name, () => {
  it.each([
    { claims: 0, plan: 'together' },
    { claims: 2, plan: 'together' },
    { claims: 3, plan: 'alone' },
    { claims: 6, plan: 'alone' },
    { claims: 7, plan: 'alone_then_bury' },
    { claims: 20, plan: 'alone_then_bury' },
    { claims: 21, plan: 'bury_rest' },
  ])('of claim $claims is $plan', ({ claims, plan }) => expect(attemptPlan(claims)).toBe(plan));

  it('lets an event fail alone five times before it is given up', () => {
    const alone = Array.from({ length: 8 }, (_none, claims) => attemptPlan(claims)).filter(
      (plan) => plan !== 'together',
    );
    expect(alone).toEqual(['alone', 'alone', 'alone', 'alone', 'alone_then_bury']);
  });
});

describe(rotated.name, () => {
  const batch = Array.from({ length: 100 }, (_none, index) => index);

  it('keeps every item once', () => expect(rotated(batch, 5).sort((one, other) => one - other)).toEqual(batch));
  it('takes an empty batch', () => expect(rotated([], 3)).toEqual([]));

  it.each([
    { killers: [0], innocents: 99 },
    { killers: [50], innocents: 99 },
    { killers: [99], innocents: 99 },
    { killers: [20, 60], innocents: 98 },
    { killers: [10, 40, 70], innocents: 97 },
  ])('brings everything before the items $killers at some claim', ({ killers, innocents }) => {
    const reached = new Set<number>();
    for (let claims = 3; claims <= 20; claims++) {
      const order = rotated(batch, claims);
      const firstKiller = order.findIndex((item) => killers.includes(item));
      for (const item of order.slice(0, firstKiller)) reached.add(item);
    }
    expect(reached.size).toBe(innocents);
  });
});
