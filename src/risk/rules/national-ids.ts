import { passesLuhn } from './cards.js';
import { weightedSum } from './check-digits.js';
import type { PatternRule } from './pattern-rule.js';

const DNI_LETTERS = 'TRWAGMYFPDXBNJZSQVHLCKE';

/** Numbers that states give to persons: by their check where they have one, else only where they are named. */
export const nationalIds: readonly PatternRule[] = [
  {
    rule: 'pii.us_ssn',
    flag: 'pii_leak',
    keywords: [],
    pattern: /(?<![\d-])(?!000|666|9\d\d)\d{3}-(?!00)\d{2}-(?!0000)\d{4}(?![\d-])/g,
    after: 0,
    strength: 0.8,
    accepts: (value) => value !== '123-45-6789' && value !== '078-05-1120',
  },
  {
    rule: 'pii.uk_nino',
    flag: 'pii_leak',
    keywords: [],
    pattern: /\b(?!BG|GB|KN|NK|NT|TN|ZZ)[A-CEGHJ-PR-TW-Z][A-CEGHJ-NPR-TW-Z] ?\d{2} ?\d{2} ?\d{2} ?[A-D]\b/g,
    after: 0,
    strength: 0.7,
  },
  {
    rule: 'pii.uk_nhs',
    flag: 'pii_leak',
    keywords: ['nhs'],
    pattern: /\b\d{3}[ -]?\d{3}[ -]?\d{4}\b/g,
    after: 60,
    strength: 0.7,
    accepts: (value) => isNhs(value.replace(/\D/g, '')),
  },
  {
    rule: 'pii.ca_sin',
    flag: 'pii_leak',
    keywords: ['\\bsin', 'social insurance'],
    pattern: /\b\d{3}[ -]\d{3}[ -]\d{3}\b/g,
    after: 60,
    strength: 0.7,
    accepts: passesLuhn,
  },
  {
    rule: 'pii.es_dni',
    flag: 'pii_leak',
    keywords: [],
    pattern: /\b[XYZ]?\d{7,8}-?[A-HJ-NP-TV-Z]\b/g,
    after: 0,
    strength: 0.6,
    accepts: isDni,
  },
  {
    rule: 'pii.it_codice_fiscale',
    flag: 'pii_leak',
    keywords: [],
    pattern: /\b[A-Z]{6}\d{2}[A-EHLMPRST]\d{2}[A-Z]\d{3}[A-Z]\b/g,
    after: 0,
    strength: 0.8,
  },
  {
    rule: 'pii.br_cpf',
    flag: 'pii_leak',
    keywords: [],
    pattern: /\b\d{3}\.\d{3}\.\d{3}-\d{2}\b/g,
    after: 0,
    strength: 0.8,
    accepts: (value) => isCpf(value.replace(/\D/g, '')),
  },
  {
    rule: 'pii.named_id',
    flag: 'pii_leak',
    keywords: [
      '\\bssn',
      'social security',
      'passport n',
      'passport:',
      'tax id',
      'aadhaar',
      'driver license',
      "driver's licen",
      'license number',
      'national id',
    ],
    pattern:
      /(?:ssn|security number|security no|passport n\w{0,5}|passport|tax id|aadhaar|licen[cs]e(?: number)?|national id)\s?(?:number|no\.?|is|:|=|#)*\s{0,2}(?:is\s)?["']?([A-Z]{0,3}\d[\d -]{6,16}\d)/gi,
    after: 80,
    strength: 0.7,
  },
  {
    rule: 'pii.ip_address',
    flag: 'pii_leak',
    keywords: ['ip address', '\\bip:', '\\bip is', 'client ip', 'my ip', 'from ip', 'remote_addr', 'logged in from'],
    pattern: /(?<![\d.])(?:(?:25[0-5]|2[0-4]\d|1?\d?\d)\.){3}(?:25[0-5]|2[0-4]\d|1?\d?\d)(?![\d.])/g,
    before: 20,
    after: 80,
    strength: 0.4,
    accepts: (value) =>
      !/^(?:0|10|127|169\.254|192\.168|172\.(?:1[6-9]|2\d|3[01])|255|22[4-9]|23\d|192\.0\.2|198\.51\.100|203\.0\.113|8\.8|1\.1\.1)\b/.test(
        value,
      ),
  },
];

function isNhs(digits: string): boolean {
  const check = (11 - (weightedSum(digits, [10, 9, 8, 7, 6, 5, 4, 3, 2]) % 11)) % 11;
  return check === Number(digits[9]);
}

function isDni(value: string): boolean {
  const digits = value.replace(/[-]|[A-Z]$/g, '').replace(/^[XYZ]/, (letter) => String('XYZ'.indexOf(letter)));
  return digits.length === 8 && DNI_LETTERS[Number(digits) % 23] === value.at(-1);
}

function isCpf(digits: string): boolean {
  if (/^(\d)\1+$/.test(digits)) return false;
  const first = ((weightedSum(digits, [10, 9, 8, 7, 6, 5, 4, 3, 2]) * 10) % 11) % 10;
  const second = ((weightedSum(digits, [11, 10, 9, 8, 7, 6, 5, 4, 3, 2]) * 10) % 11) % 10;
  return first === Number(digits[9]) && second === Number(digits[10]);
}
