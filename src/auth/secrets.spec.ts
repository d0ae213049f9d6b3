import { describe, expect, it } from 'vitest';
import { newClientId, newClientSecret } from './secrets.js';

describe(newClientId.name, () => {
  it('is a prefix and hexadecimal digits', () => expect(newClientId()).toMatch(/^aegis_[0-9a-f]{24}$/));
  it('differs each time', () => expect(newClientId()).not.toBe(newClientId()));
});

describe(newClientSecret.name, () => {
  it('is a prefix and 32 bytes of base64url', () => {
    const secret = newClientSecret();
    expect(secret).toMatch(/^aegs_[\w-]{43}$/);
    expect(Buffer.from(secret.slice('aegs_'.length), 'base64url')).toHaveLength(32);
  });
  it('differs each time', () => expect(newClientSecret()).not.toBe(newClientSecret()));
});
