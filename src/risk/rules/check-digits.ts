const MIN_IBAN = 15;
const MAX_IBAN = 34;

/** Whether the digits of a text pass Luhn's check. */
export function passesLuhn(text: string): boolean {
  let sum = 0;
  let double = false;
  for (let index = text.length - 1; index >= 0; index--) {
    const digit = text.charCodeAt(index) - 0x30;
    if (digit < 0 || digit > 9) continue;
    sum += double ? (digit * 2 > 9 ? digit * 2 - 9 : digit * 2) : digit;
    double = !double;
  }
  return sum % 10 === 0;
}

/** Whether a text is the number of a payment card: 12-19 digits of a known network that pass Luhn's check. */
export function isCard(text: string): boolean {
  const digits = text.replace(/\D/g, '');
  if (digits.length < 12 || digits.length > 19 || /^(\d)\1+$/.test(digits)) return false;
  return /^(?:4|5[0-9]|6|2[2-7]|3[0-9]|1800|2131)/.test(digits) && passesLuhn(digits);
}

/** Whether a text is an international bank account number: its length, its two check digits (modulo 97). */
export function isIban(text: string): boolean {
  const iban = text.replaceAll(' ', '');
  if (iban.length < MIN_IBAN || iban.length > MAX_IBAN) return false;
  let rest = 0;
  for (const char of iban.slice(4) + iban.slice(0, 4)) {
    const value = /\d/.test(char) ? Number(char) : char.charCodeAt(0) - 55;
    rest = (rest * (value > 9 ? 100 : 10) + value) % 97;
  }
  return rest === 1;
}

/** The digit that makes a weighted sum a multiple of a number. */
export function weightedSum(digits: string, weights: readonly number[]): number {
  return weights.reduce((sum, weight, index) => sum + weight * (digits.charCodeAt(index) - 0x30), 0);
}
