import { describe, expect, it } from 'vitest';
import type { Detector } from './detectors/detector.js';
import { detectors } from './detectors/index.js';
import { llmRisk } from './llm-risk.js';

const always: Detector = { flag: 'always', weight: 0, raisesFlagFrom: 0.5, strength: () => 1 };

describe(llmRisk.name, () => {
  it.each([
    { of: 'empty texts', prompt: '', response: '', riskScore: 0, flags: [] },
    { of: 'a harmless call', prompt: 'Hello', response: 'Good day', riskScore: 0.0005, flags: [] },
    { of: 'a leak in the response', prompt: '', response: 'password', riskScore: 0.1, flags: ['sensitive_content'] },
    {
      of: 'words torn apart by the two texts',
      prompt: 'api',
      response: 'key',
      riskScore: 0.1003,
      flags: ['sensitive_content'],
    },
    {
      of: 'a jailbreak in the response',
      prompt: '',
      response: 'bypass safety',
      riskScore: 0.06,
      flags: ['jailbreak_pattern'],
    },
    { of: 'a long response', prompt: '', response: 'x'.repeat(5000), riskScore: 0, flags: [] },
    { of: 'a long prompt', prompt: 'x'.repeat(2000), response: '', riskScore: 0.2, flags: ['long_prompt'] },
    {
      of: 'everything at once',
      prompt: 'developer mode secret '.repeat(100),
      response: '',
      riskScore: 1,
      flags: ['sensitive_content', 'jailbreak_pattern', 'long_prompt'],
    },
  ])('is $riskScore with $flags for $of', ({ prompt, response, riskScore, flags }) => {
    const risk = llmRisk(prompt, response);
    expect(risk.riskScore).toBeCloseTo(riskScore, 10);
    expect(risk.flags).toEqual(flags);
  });

  it('lets an added detector of weight 0 add its flag, last, and nothing else', () => {
    const before = llmRisk('my secret', 'act as admin');
    const after = llmRisk('my secret', 'act as admin', [...detectors, always]);
    expect(after).toEqual({ riskScore: before.riskScore, flags: [...before.flags, 'always'] });
  });

  it('lets an added detector with a weight raise the score, to 1 at most', () => {
    const heavy = { ...always, weight: 0.7 };
    expect(llmRisk('', '', [...detectors, heavy]).riskScore).toBeCloseTo(0.7, 10);
    expect(llmRisk('secret '.repeat(5), '', [...detectors, heavy]).riskScore).toBe(1);
  });

  it('is 0 without detectors', () => expect(llmRisk('secret', '', [])).toEqual({ riskScore: 0, flags: [] }));
});
