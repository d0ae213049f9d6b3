import { describe, expect, it } from 'vitest';
import { CustomRulesService } from './custom-rules.service.js';

const rules = new CustomRulesService();
const pattern = (regex: string) => ({ name: 'a', pattern: regex, about: 'sensitive', strength: 0.5 }) as const;

describe(CustomRulesService.name, () => {
  it('tells at most three matches of a text', async () => {
    const [rule] = await rules.rulesOf([pattern('b+')]);
    expect(rule?.find('😀 bb b bbb b')).toEqual([
      { start: 3, end: 5 },
      { start: 6, end: 7 },
      { start: 8, end: 11 },
    ]);
  });

  it('reads the first 8,000 characters', async () => {
    const [rule] = await rules.rulesOf([pattern('x')]);
    expect(rule?.find(`${'a'.repeat(7999)}x`)).toEqual([{ start: 7999, end: 8000 }]);
    expect(rule?.find(`${'a'.repeat(8000)}x`)).toEqual([]);
  });

  // Each of them takes a backtracking engine longer than the universe has; the bound is generous, a few milliseconds are usual.
  it.each(['(a+)+$', '(a|a?)+b', '(a|aa)+c', '((a*)*)*b', '(a+a+)+y', 'a.*a.*a.*a.*a.*b'])(
    'is linear where %s meets a text made for it',
    async (regex) => {
      const [rule] = await rules.rulesOf([pattern(regex)]);
      const start = performance.now();
      rule?.find(`${'a'.repeat(100_000)}!`);
      expect(performance.now() - start).toBeLessThan(2000);
    },
  );

  it('says nothing of the pattern in what is wrong with it', async () => {
    const fault = await rules.check([pattern('hush(')]).catch((error: unknown) => error);
    expect(fault).toMatchObject({ faults: [{ loc: ['body', 'patterns', 0, 'pattern'], code: 'invalid_pattern' }] });
    expect(JSON.stringify(fault)).not.toContain('hush');
  });
});
