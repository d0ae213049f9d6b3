import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { TooManyHashes } from './auth-errors.js';
import { PasswordHash } from './password-hash.js';

describe(PasswordHash.name, () => {
  let passwords: PasswordHash;
  beforeEach(() => (passwords = new PasswordHash()));
  afterEach(() => passwords.onApplicationShutdown());

  it('makes bcrypt hashes of cost 10', async () =>
    expect(await passwords.hash('a secret')).toMatch(/^\$2[aby]\$10\$[./A-Za-z0-9]{53}$/));

  it('salts: one secret has many hashes', async () =>
    expect(await passwords.hash('a secret')).not.toBe(await passwords.hash('a secret')));

  it.each([
    { when: 'right', secret: 'a secret', isMatch: true },
    { when: 'wrong', secret: 'a Secret', isMatch: false },
    { when: 'empty', secret: '', isMatch: false },
  ])('compares: $isMatch when $when', async ({ secret, isMatch }) => {
    expect(await passwords.matches(secret, await passwords.hash('a secret'))).toBe(isMatch);
  });

  it('knows a hash that another program made', async () => {
    // The example of crypt_blowfish's own tests, as Python's bcrypt writes it.
    const hash = '$2b$05$CCCCCCCCCCCCCCCCCCCCC.E5YPO9kmyuRGyh0XouQYb4YMJKvyOeW';
    expect(await passwords.matches('U*U', hash)).toBe(true);
  });

  it.each([
    { when: 'the client is unknown', hash: null },
    { when: 'the stored hash is damaged', hash: 'not a hash' },
  ])('never matches when $when', async ({ hash }) => expect(await passwords.matches('a secret', hash)).toBe(false));

  it('takes as long for an unknown client as for a known one', async () => {
    const hash = await passwords.hash('a secret');
    const knownMs = await elapsedMs(() => passwords.matches('a secret', hash));
    const unknownMs = await elapsedMs(() => passwords.matches('a secret', null));
    // Wide bounds: without the work it would be a thousandth.
    expect(unknownMs / knownMs).toBeGreaterThan(0.2);
  });

  it('never matches beyond 72 bytes, of which bcrypt reads no more', async () => {
    const secret = 'ä'.repeat(36);
    const hash = await passwords.hash(secret);
    expect(await passwords.matches(secret, hash)).toBe(true);
    expect(await passwords.matches(`${secret}x`, hash)).toBe(false);
  });

  it('refuses to hash more than 72 bytes', () => expect(passwords.hash('ä'.repeat(37))).rejects.toThrow(RangeError));

  it('refuses whoever would be the 21st to wait, and goes on', async () => {
    const outcomes = await Promise.allSettled(Array.from({ length: 23 }, () => passwords.matches('a secret', null)));
    expect(outcomes.map(({ status }) => status)).toEqual([...Array<string>(22).fill('fulfilled'), 'rejected']);
    expect(outcomes.at(-1)).toMatchObject({ reason: expect.any(TooManyHashes) });
    expect(await passwords.hash('a secret')).toHaveLength(60);
  });

  it('has a lane that strangers don’t fill', async () => {
    const hash = await passwords.hash('a secret');
    const strangers = Promise.allSettled(Array.from({ length: 22 }, () => passwords.matches('wrong', hash)));
    await expect(passwords.matches('a secret', hash)).rejects.toThrow(TooManyHashes);
    expect(await passwords.matches('a secret', hash, 'reserved')).toBe(true);
    await strangers;
  });

  it('leaves the main thread free', async () => {
    let turns = 0;
    const timer = setInterval(() => turns++, 1);
    await passwords.hash('a secret');
    clearInterval(timer);
    expect(turns).toBeGreaterThan(10);
  });
});

async function elapsedMs(work: () => Promise<unknown>): Promise<number> {
  const startMs = performance.now();
  for (let run = 0; run < 3; run++) await work();
  return performance.now() - startMs;
}
