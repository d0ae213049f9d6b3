import type { Span } from '../text/normal-text.js';

const MIN_IBAN = 15;
const MAX_IBAN = 34;
const GAP = /[\s./_-]/;

/** Whether a text is an international bank account number: its length, its two check digits (modulo 97). */
export function isIban(text: string): boolean {
  const iban = text.replace(/[\s./_-]/g, '').toUpperCase();
  if (iban.length < MIN_IBAN || iban.length > MAX_IBAN) return false;
  let rest = 0;
  for (let index = 0; index < iban.length; index++) {
    const code = iban.charCodeAt((index + 4) % iban.length);
    const value = isDigit(code) ? code - 0x30 : code - 55;
    rest = (rest * (value > 9 ? 100 : 10) + value) % 97;
  }
  return rest === 1;
}

/** How long the account numbers of each country are. */
const LENGTH_OF = new Map(
  (
    'AD24 AE23 AL28 AT20 AZ28 BA20 BE16 BG22 BH22 BI27 BR29 BY28 CH21 CR22 CY28 CZ24 DE22 DJ27 DK18 DO28 EE20 EG29 ES24 FI18 FK18 FO18 ' +
    'FR27 GB22 GE22 GI23 GL18 GR27 GT28 HR21 HU28 IE22 IL23 IQ23 IS26 IT27 JO30 KW30 KZ20 LB28 LC32 LI21 LT20 LU20 LV21 LY25 MC27 MD24 ' +
    'ME22 MK19 MN20 MR27 MT31 MU30 NI28 NL18 NO15 OM23 PK24 PL28 PS29 PT25 QA29 RO24 RS22 RU33 SA24 SC31 SD18 SE24 SI19 SK24 SM27 SO23 ' +
    'ST25 SV28 TL23 TN24 TR26 UA29 VA22 VG24 XK20 YE30'
  )
    .split(' ')
    .map((entry) => [entry.slice(0, 2), Number(entry.slice(2))] as const),
);

/** Whether a text begins with the letters of a country that gives out such numbers. */
export function isOfCountry(text: string): boolean {
  return LENGTH_OF.has(text.slice(0, 2).toUpperCase());
}

/** The account number that a text begins with, where capital letters or digits follow it that belong to something
 * else. */
export function ibanIn(text: string): readonly Span[] {
  let left = LENGTH_OF.get(text.slice(0, 2).toUpperCase()) ?? 0;
  if (left === 0) return [];
  let end = 0;
  for (; end < text.length && left > 0; end++) if (!isGap(text, end)) left--;
  const isAlone = end === text.length || isGap(text, end);
  return left === 0 && isAlone && isIban(text.slice(0, end)) ? [{ start: 0, end }] : [];
}

/** The digit that makes a weighted sum a multiple of a number. */
export function weightedSum(digits: string, weights: readonly number[]): number {
  return weights.reduce((sum, weight, index) => sum + weight * (digits.charCodeAt(index) - 0x30), 0);
}

function isGap(text: string, at: number): boolean {
  return GAP.test(text.charAt(at));
}

function isDigit(code: number): boolean {
  return code >= 0x30 && code <= 0x39;
}
