import { describe, expect, it } from 'vitest';
import { hasUnseenCharacters, plainName } from './plain-name.js';

describe(plainName.name, () => {
  it.each([
    { name: 'fraud-v3', plain: 'fraud-v3' },
    { name: 'caf\u00e9', plain: 'caf\u00e9' },
    { name: 'cafe\u0301', plain: 'caf\u00e9' },
  ])('makes $plain of $name', ({ name, plain }) => expect(plainName(name)).toBe(plain));
});

describe(hasUnseenCharacters.name, () => {
  it.each([
    { when: 'plain', name: 'fraud-v3', is: false },
    { when: 'of another script', name: '\u6a21\u578b', is: false },
    { when: 'with an emoji', name: 'm \u{1f600}', is: false },
    { when: 'empty', name: '', is: false },
    { when: 'with a NUL', name: 'a\0b', is: true },
    { when: 'with a line break', name: 'a\r\nb', is: true },
    { when: 'with a direction override', name: 'a\u202eb', is: true },
    { when: 'with a zero-width space', name: 'a\u200bb', is: true },
    { when: 'with half a character', name: 'a\ud800', is: true },
    { when: 'with hidden tags', name: 'a\u{e0041}', is: true },
    { when: 'with a soft hyphen', name: 'a\u00adb', is: true },
    { when: 'with a line separator', name: 'a\u2028b', is: true },
  ])('is $is of a name that is $when', ({ name, is }) => expect(hasUnseenCharacters(name)).toBe(is));
});
