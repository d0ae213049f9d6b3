import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { assessCall } from '../../src/risk/assess-call.js';
import { maskCall } from '../../src/risk/mask.js';
import { patterns } from '../../src/risk/rules/patterns.js';
import { llmEvent } from '../support/factories.js';
import { hostileApp } from './support/hostile-app.js';
import { RegexTexts } from './support/regex-texts.js';
import { ATTACKS, HARMLESS, WRITTEN_ODDLY } from './support/written-oddly.js';
import { hidings } from './support/hidden-secrets.js';

/** `MASKING_TEXTS=50000` tries as many; that takes minutes, so that a part of them is tried otherwise. */
const TEXTS = Number(process.env['MASKING_TEXTS'] ?? 1500);
const SEED = 20_260_314;
const STORED = 200;

/** Texts are long: what fails is told by its end. */
function short<Values>({ failed, counterexample, numRuns }: fc.RunDetails<Values>): void {
  if (failed) throw new Error(`after ${numRuns} texts: ...${JSON.stringify(counterexample).slice(-600)}`);
}

describe('what looks like a secret before a secret', () => {
  it(`hostile-115: hides it from masking in none of ${TEXTS} texts`, { timeout: 3_600_000 }, () => {
    const property = fc.property(hidings, fc.boolean(), ({ text, secret }, isAnswer) => {
      const call = isAnswer ? { prompt: '', response: text } : { prompt: text, response: '' };
      const { prompt, response } = maskCall(call, 'secrets+pii');
      const stored = prompt + response;
      return stored.length === text.length && !stored.includes(secret) && !stored.includes(secret.slice(-8));
    });
    fc.assert(property, { numRuns: TEXTS, seed: SEED, endOnFailure: true, reporter: short });
  });

  it(`hostile-116: hides it from the label in none of ${TEXTS} texts`, { timeout: 3_600_000 }, () => {
    const property = fc.property(hidings, ({ text, flag }) => {
      const { flags, riskLabel } = assessCall({ prompt: '', response: text });
      expect(riskLabel).not.toBe('normal');
      // Where too much looks alike to be read to the end, that itself is told.
      expect(flags.includes(flag) || flags.includes('possible_leak')).toBe(true);
    });
    fc.assert(property, { numRuns: TEXTS, seed: SEED, endOnFailure: true, reporter: short });
  });

  it.each([
    ['300 keywords', `${'password\n'.repeat(300)}password=Quiet7RiverX!`, 'secret_leak'],
    ['300 sentences', `${'The password policy applies. '.repeat(300)}The password is Quiet7RiverX!`, 'secret_leak'],
    ['300 names of keys', `${'api_key '.repeat(300)}api_key=Zx81Qp72Lm93Vb64Nk55`, 'secret_leak'],
    ['300 handles', `${'a@b '.repeat(300)}anna.schmidt@firma-nord.de`, 'pii_leak'],
    ['64 numbers', `${'17 '.repeat(64)}4111 1111 1111 1111`, 'pii_leak'],
    ['3,000 numbers in fours', `${'1234 '.repeat(3000)}4111 1111 1111 1111 12/29`, 'pii_leak'],
  ])('hostile-116: the very flag is raised behind %s', (_, response, flag) => {
    expect(assessCall({ prompt: '', response }).flags).toContain(flag);
  });

  it('hostile-116: what is allowed hides nothing that stands behind it', () => {
    const harmless = Array.from({ length: 400 }, (_, at) => `desk${at}@post.org`);
    const response = [...harmless, 'anna.schmidt@firma-nord.de'].join(' ');
    const isHarmless = ({ start, end }: { start: number; end: number }) =>
      harmless.includes(response.slice(start, end));
    const { flags, evidence } = assessCall({ prompt: '', response }, { isHarmless });
    expect(flags).toEqual(['pii_leak']);
    expect(evidence.map(({ start, end }) => response.slice(start, end))).toEqual(['anna.schmidt@firma-nord.de']);
  });

  it('hostile-115: tells one of each rule of what it masked, however many come before', () => {
    const prompt = `${'mia.stone@post.org '.repeat(3000)}The password is Quiet7RiverX!`;
    const { masked } = maskCall({ prompt, response: '' }, 'secrets+pii');
    expect(masked).toHaveLength(200);
    expect(new Set(masked.map(({ flag }) => flag))).toEqual(new Set(['pii_leak', 'secret_leak']));
  });

  it('hostile-115: what is too much alike to be read is masked unread, and the event says so', () => {
    const prompt = `Hello. ${'password='.repeat(11_000)}`;
    const { prompt: stored, masked } = maskCall({ prompt, response: '' }, 'secrets');
    expect(masked[0]).toMatchObject({ rule: 'unread.lookalikes', flag: 'possible_leak', strength: 0.4 });
    expect(stored.startsWith('Hello. ')).toBe(true);
    expect(stored.slice(-100)).toBe('*'.repeat(100));
  });
});

describe('what is written oddly', () => {
  const masked = (prompt: string): string => maskCall({ prompt, response: '' }, 'secrets+pii').prompt;

  it.each(WRITTEN_ODDLY)('hostile-115: is masked: %j', (text, secret) => expect(masked(text)).not.toContain(secret));

  it.each(HARMLESS)('hostile-115: what only stands for a secret stays: %j', (text) => expect(masked(text)).toBe(text));

  it.each(ATTACKS)('hostile-116: an attack with %s is risky', (_, prompt) => {
    expect(assessCall({ prompt, response: '' }).riskLabel).toBe('risky');
  });
});

/** Texts get longer step by step, so that what is exponential is told before it takes for ever. */
const LENGTHS = [100, 150, 200, 250, 300, 400, 600, 1000, 2000];
const CHOICES = [0, 1, 2, 3, 4];
const MAX_CPU_MS = 250;

describe.each(patterns.map((rule) => ({ rule, name: rule.rule })))('regular expressions of $name', ({ rule }) => {
  const { pattern, goesOn } = rule;
  it.each([pattern, goesOn].flatMap((regex) => regex ?? []))(
    'hostile-115: %s takes no exponential time on repeats of its own parts',
    (regex) => {
      for (const choice of CHOICES) {
        const texts = new RegexTexts(regex.source, choice);
        const whole = texts.whole();
        for (const { before, once } of [{ before: '', once: whole }, ...texts.repeated]) {
          if (once !== '') for (const length of LENGTHS) expectFast(regex, before, once, length);
        }
      }
    },
  );
});

/** Tries a pattern where it begins, and at each place behind, as the search of stretches does. */
function expectFast(regex: RegExp, before: string, once: string, length: number): void {
  const text = `${before}${once.repeat(Math.ceil(length / once.length))}!`;
  const started = process.cpuUsage();
  for (const flags of ['y', 'g']) new RegExp(regex.source, regex.flags.replace(/[gy]/, flags)).exec(text);
  const { user, system } = process.cpuUsage(started);
  expect((user + system) / 1000, `${JSON.stringify(text.slice(0, 150))}, ${length} characters`).toBeLessThan(
    MAX_CPU_MS,
  );
}

describe('documents', () => {
  const hostile = hostileApp({ MAX_TEXT_CHARS: '300000', MAX_EVENT_BYTES: '1000000' });

  it(`hostile-115: hold none of ${STORED} secrets in clear, nor one behind 250,000 characters`, async () => {
    await hostile.member.put('/risk/policy', { policy: 'calibrated', masking: 'secrets+pii' }).expect(200);
    const samples = fc.sample(hidings, { numRuns: STORED, seed: SEED });
    const far = {
      text: `${'The password policy applies. '.repeat(8600)}password=Quiet7RiverX!`,
      secret: 'Quiet7RiverX!',
    };
    const hidden = [...samples, far];
    for (let from = 0; from < hidden.length; from += 20) {
      const events = hidden.slice(from, from + 20).map(({ text }, at) => {
        return llmEvent(at % 2 === 0 ? { prompt: text } : { response: text });
      });
      const { status, text: answer } = await hostile.ingest('llm', { events });
      expect(status, answer).toBe(200);
    }
    await hostile.app.drain();
    const rows = await hostile.app.connection.collection('llm_events').find({}).sort({ _id: 1 }).toArray();
    const all = rows.map((row) => JSON.stringify(row)).join('\n');
    expect(rows).toHaveLength(STORED + 1);
    for (const { secret } of hidden) expect(all).not.toContain(JSON.stringify(secret).slice(1, -1));
    expect(rows.filter(({ riskLabel }) => riskLabel === 'normal')).toEqual([]);
  });
});
