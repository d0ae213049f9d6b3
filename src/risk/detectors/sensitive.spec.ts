import { describe, expect, it } from 'vitest';
import { sensitive } from './sensitive.js';

describe('sensitive', () => {
  it.each([
    { strength: 0, whole: 'What is the weather like?' },
    { strength: 0.2, whole: 'my password' },
    { strength: 0.2, whole: 'an API  key' },
    { strength: 0.2, whole: 'an apikey' },
    { strength: 0.2, whole: 'the secret' },
    { strength: 0.2, whole: 'database access' },
    { strength: 0.2, whole: 'private\ndata' },
    { strength: 0.2, whole: 'credentials' },
    { strength: 0, whole: 'passwords, api keys, secrets, secretary, credential' },
    { strength: 0.6, whole: 'secret password, secret' },
    { strength: 1, whole: 'secret '.repeat(7) },
  ])('finds $strength in "$whole"', ({ strength, whole }) => {
    expect(sensitive.strength({ prompt: '', response: '', whole })).toBe(strength);
  });
});
