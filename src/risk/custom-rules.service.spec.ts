import { describe, expect, it } from 'vitest';
import { Pace } from '../lib/pace.js';
import { CustomRulesService } from './custom-rules.service.js';

const rules = new CustomRulesService();
const pattern = (regex: string) => ({ name: 'a', pattern: regex, about: 'sensitive', strength: 0.5 }) as const;

describe(CustomRulesService.name, () => {
  it('tells at most three matches of a text', async () => {
    const [rule] = await rules.rulesOf([pattern('b+')]);
    expect(await rule?.find('😀 bb b bbb b', new Pace())).toEqual([
      { start: 3, end: 5 },
      { start: 6, end: 7 },
      { start: 8, end: 11 },
    ]);
  });

  it('reads the first 8,000 characters', async () => {
    const [rule] = await rules.rulesOf([pattern('x')]);
    expect(await rule?.find(`${'a'.repeat(7999)}x`, new Pace())).toEqual([{ start: 7999, end: 8000 }]);
    expect(await rule?.find(`${'a'.repeat(8000)}x`, new Pace())).toEqual([]);
  });

  it.each([
    { what: 'across the end of a window', regex: 'b{200}', before: 650, match: 'b'.repeat(200) },
    { what: 'of words', regex: '\\bneedle\\b', before: 745, match: ' needle ' },
    { what: 'longer than a window, in part', regex: 'x.*', before: 100, match: `x${'y'.repeat(1000)}` },
    { what: 'far behind', regex: 'needle', before: 7990, match: 'needle' },
  ])('finds matches $what', async ({ regex, before, match }) => {
    const [rule] = await rules.rulesOf([pattern(regex)]);
    expect(await rule?.find(`${'a'.repeat(before)}${match}`, new Pace())).toHaveLength(1);
  });

  it.each(['^a', 'a$', '\\Aa', '\\ba'])('takes no end of a window for that of the text: %s', async (regex) => {
    const [rule] = await rules.rulesOf([pattern(regex)]);
    expect((await rule?.find('a'.repeat(5000), new Pace()))?.length).toBe(1);
  });

  it('finds the same as one look at the whole, where matches are short', async () => {
    const [rule] = await rules.rulesOf([pattern('[0-9]+[a-c]?\\b')]);
    const random = (at: number) => 'a1 b2c'[(at * 7919 + ((at * at) % 31)) % 6] ?? '';
    for (let from = 0; from < 3000; from += 250) {
      const text = `${'. '.repeat(from / 2)}${Array.from({ length: 2000 }, (_, at) => random(at + from)).join('')}`;
      const wanted = [...text.matchAll(/[0-9]+[a-c]?\b/g)].slice(0, 3).map(({ 0: { length }, index }) => ({
        start: index,
        end: index + length,
      }));
      expect(await rule?.find(text, new Pace())).toEqual(wanted);
    }
  });

  // Each of them takes a backtracking engine longer than the universe has; the bound is generous, a few milliseconds are usual.
  it.each(['(a+)+$', '(a|a?)+b', '(a|aa)+c', '((a*)*)*b', '(a+a+)+y', 'a.*a.*a.*a.*a.*b'])(
    'is linear where %s meets a text made for it',
    async (regex) => {
      const [rule] = await rules.rulesOf([pattern(regex)]);
      const start = performance.now();
      await rule?.find(`${'a'.repeat(100_000)}!`, new Pace());
      expect(performance.now() - start).toBeLessThan(2000);
    },
  );

  it('says nothing of the pattern in what is wrong with it', async () => {
    const fault = await rules.check([pattern('hush(')]).catch((error: unknown) => error);
    expect(fault).toMatchObject({ faults: [{ loc: ['body', 'patterns', 0, 'pattern'], code: 'invalid_pattern' }] });
    expect(JSON.stringify(fault)).not.toContain('hush');
  });
});
