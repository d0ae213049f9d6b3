import { RE2JS } from 're2js';
import { describe, expect, it, vi } from 'vitest';
import { Pace } from '../../src/lib/pace.js';
import { CustomRulesService } from '../../src/risk/custom-rules.service.js';
import { COSTLY, fiftyOf } from './support/costly-patterns.js';
import { hostileApp } from './support/hostile-app.js';

describe('patterns of a customer', () => {
  const hostile = hostileApp();
  const put = async (patterns: readonly object[]) =>
    hostile.send({
      method: 'PUT',
      path: '/risk/patterns',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify({ patterns }),
    });

  it.each(COSTLY)('hostile-109: fifty of %s are refused before one is compiled', async (_, pattern) => {
    const compile = vi.spyOn(RE2JS, 'compile');
    const { status, body } = await put(fiftyOf(pattern));
    expect(status).toBe(422);
    expect(body.detail).toHaveLength(1);
    expect(compile).not.toHaveBeenCalled();
    compile.mockRestore();
  });

  it('hostile-109: the first too costly one ends the check, what is wrong before it is told', async () => {
    const [usual, wrong, costly] = ['\\bEMP-\\d{6}\\b', '(', 'a{1000}{5}'].map((pattern, at) => ({
      name: `n${at}`,
      pattern,
      about: 'sensitive',
      strength: 0.5,
    }));
    const { status, body } = await put([wrong, usual, costly, { ...wrong, name: 'last' }].map((one) => ({ ...one })));
    expect(status).toBe(422);
    expect(body.detail).toMatchObject([
      { loc: ['body', 'patterns', 0, 'pattern'] },
      { loc: ['body', 'patterns', 2, 'pattern'] },
    ]);
  });
});

describe(CustomRulesService.name, () => {
  const pattern = (regex: string) => ({ name: 'a', pattern: regex, about: 'sensitive', strength: 0.5 }) as const;

  it('hostile-110: compiles what was refused each time anew, and what was accepted once', async () => {
    const rules = new CustomRulesService();
    const compile = vi.spyOn(RE2JS, 'compile');
    for (const _ of [1, 2]) await expect(rules.check([pattern('[a-z]{200}[0-9]{200}')])).rejects.toThrow();
    expect(compile).toHaveBeenCalledTimes(2);
    for (const _ of [1, 2]) await rules.check([pattern('[a-z]{20}')]);
    await rules.rulesOf([pattern('[a-z]{20}')]);
    expect(compile).toHaveBeenCalledTimes(3);
    compile.mockRestore();
  });

  it('hostile-110: holds no more than 50,000 steps, whoever has how many patterns', async () => {
    const rules = new CustomRulesService();
    const compile = vi.spyOn(RE2JS, 'compile');
    for (let at = 0; at < 250; at++) await rules.rulesOf([pattern(`[a-z]{200}${at}`)]);
    compile.mockClear();
    await rules.rulesOf([pattern('[a-z]{200}0')]);
    expect(compile).toHaveBeenCalledTimes(1);
    await rules.rulesOf([pattern('[a-z]{200}249')]);
    expect(compile).toHaveBeenCalledTimes(1);
    compile.mockRestore();
  });
});

describe('what an accepted pattern reads', () => {
  it.each(['(?i)(?:\\pL?){80}9b', `${'.*'.repeat(10)}xa`])(
    'hostile-110: lets others have their turn within one text: %s',
    async (regex) => {
      const rules = new CustomRulesService();
      const [rule] = await rules.rulesOf([{ name: 'a', pattern: regex, about: 'sensitive', strength: 0.5 }]);
      const rest = vi.spyOn(Pace.prototype, 'rest');
      const due = vi.spyOn(Pace.prototype, 'isDue').mockReturnValue(true);
      await rule?.find(`9bcdefgh${'a'.repeat(7980)}`, new Pace());
      expect(rest.mock.calls.length).toBeGreaterThan(10);
      due.mockRestore();
      rest.mockRestore();
    },
  );

  it('hostile-110: is bounded where it matches nothing at each place', async () => {
    const rules = new CustomRulesService();
    const [rule] = await rules.rulesOf([{ name: 'a', pattern: '\\B(?:.*.*.*Q)?', about: 'sensitive', strength: 0.5 }]);
    const due = vi.spyOn(Pace.prototype, 'isDue');
    await rule?.find('a'.repeat(8000), new Pace());
    expect(due.mock.calls.length).toBeLessThanOrEqual(50);
    due.mockRestore();
  });
});
