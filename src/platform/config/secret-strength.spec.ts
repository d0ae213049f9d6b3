import { randomBytes } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { secretWeakness } from './secret-strength.js';

describe(secretWeakness.name, () => {
  it.each([
    { when: 'the default', secret: 'CHANGE_ME' },
    { when: 'the default in disguise', secret: 'please-change-me-before-you-go-live-2026' },
    { when: 'two bytes', secret: 'ab' },
    { when: '31 bytes', secret: '0Zq1Yw2Xe3Wr4Vt5Uy6Ti7So8Rp9Qa!' },
    { when: 'one letter', secret: 'x'.repeat(64) },
    { when: 'a word repeated', secret: 'hunter2-'.repeat(5) },
    { when: 'a text repeated, cut short', secret: 'only-for-tests-'.repeat(3).slice(0, 40) },
    { when: 'two halves', secret: 'abcdefghijklmnopqrstuvwxyz012345'.repeat(2) },
    { when: 'few different letters', secret: 'aaaaaaaabbbbbbbbccccccccdddddddd' },
  ])('finds $when', ({ secret }) => {
    const weakness = secretWeakness(secret);
    expect(weakness).toMatch(/^must /);
    expect(weakness).not.toContain(secret);
  });

  it.each([
    { when: 'a passphrase', secret: 'a signing secret of 32 bytes or more' },
    { when: 'few letters of many bytes', secret: 'äöüßéèêçñåøæœÿ€µ' },
  ])('takes $when', ({ secret }) => expect(secretWeakness(secret)).toBeNull());

  it('takes what is random, however it is written', () => {
    for (let run = 0; run < 500; run++) {
      for (const form of ['hex', 'base64', 'base64url'] as const) {
        expect(secretWeakness(randomBytes(32).toString(form))).toBeNull();
      }
      expect(secretWeakness(randomBytes(16).toString('hex'))).toBeNull();
    }
  });
});
