import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { detectors } from './index.js';

const words = 'password api key secret database access private data ignore all previous act as bypass developer mode';
const anyText = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc.array(fc.constantFrom(...words.split(' '), ' ', '\n', 'é', '😀')).map((parts) => parts.join('')),
);

describe('the list of detectors', () => {
  it('starts with the contract, whose weights share out the whole score', () => {
    const contract = detectors.slice(0, 3);
    expect(contract.map(({ flag }) => flag)).toEqual(['sensitive_content', 'jailbreak_pattern', 'long_prompt']);
    expect(contract.reduce((sum, { weight }) => sum + weight, 0)).toBe(1);
  });

  it('names every flag once', () => {
    const flags = detectors.map(({ flag }) => flag);
    expect(new Set(flags).size).toBe(flags.length);
  });
});

describe.each(detectors.map((detector) => ({ detector, flag: detector.flag })))('detector of $flag', ({ detector }) => {
  it('has a snake_case flag, a weight within 0-1 and a threshold above 0', () => {
    expect(detector.flag).toMatch(/^[a-z]+(_[a-z]+)*$/);
    expect(detector.weight).toBeGreaterThanOrEqual(0);
    expect(detector.weight).toBeLessThanOrEqual(1);
    expect(detector.raisesFlagFrom).toBeGreaterThan(0);
    expect(detector.raisesFlagFrom).toBeLessThanOrEqual(1);
  });

  it('gives any text a strength within 0-1, the same one again, and none to the empty text', () => {
    const property = fc.property(anyText, anyText, (prompt, response) => {
      const text = { prompt, response, whole: `${prompt}\n${response}` };
      const strength = detector.strength(text);
      return strength >= 0 && strength <= 1 && detector.strength(text) === strength;
    });
    fc.assert(property, { numRuns: 300 });
    expect(detector.strength({ prompt: '', response: '', whole: '\n' })).toBe(0);
  });

  it.each(['a', ' ', 'api ', 'ignore ', 'ignore all ', 'act as ', 'developer  ', '\u0130', 'database access_'])(
    'takes time linear to the text on %j again and again',
    (piece) => {
      const hostile = piece.repeat(Math.ceil(200_000 / piece.length));
      const prompt = `ignore${' '.repeat(200_000)}${hostile}`;
      const start = performance.now();
      detector.strength({ prompt, response: '', whole: prompt });
      // Linear is a few milliseconds, quadratic would be many seconds.
      expect(performance.now() - start).toBeLessThan(1000);
    },
  );
});
