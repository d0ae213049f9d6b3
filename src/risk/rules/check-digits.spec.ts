import { describe, expect, it } from 'vitest';
import { isCard, passesLuhn } from './cards.js';
import { isIban } from './check-digits.js';

describe('check digits', () => {
  it.each([
    { text: '4111 1111 1111 1111', valid: true },
    { text: '5555-5555-5555-4444', valid: true },
    { text: '378282246310005', valid: true },
    { text: '4111 1111 1111 1112', valid: false },
    { text: '0000000000000000', valid: false },
    { text: '9111111111111117', valid: false },
  ])('of the card $text: $valid', ({ text, valid }) => expect(isCard(text)).toBe(valid));

  it.each([
    { text: 'DE89 3704 0044 0532 0130 00', valid: true },
    { text: 'GB82WEST12345698765432', valid: true },
    { text: 'DE88370400440532013000', valid: false },
    { text: 'DE89', valid: false },
  ])('of the IBAN $text: $valid', ({ text, valid }) => expect(isIban(text)).toBe(valid));

  it('of any number: exactly one last digit of ten', () => {
    const last = Array.from({ length: 10 }, (_, digit) => `7992739871${digit}`).filter(passesLuhn);
    expect(last).toEqual(['79927398713']);
  });
});
