import { beginsWithout } from './boundaries.js';
import { cardsIn, isCard } from './cards.js';
import { ibanIn, isIban, isOfCountry } from './check-digits.js';
import type { PatternRule } from './pattern-rule.js';

const NAMES_A_PHONE =
  'phone|telefon|telephone|mobile|mobil|cell|desk|fax|\\btel|call me|call us|contact number|whatsapp|messages to|registered|answering at|reach me|ring me|my number|text me|telefono|handy|call at|me at';

/** Data of persons that has a form, and a check where its form has one. */
export const personalData: readonly PatternRule[] = [
  {
    rule: 'pii.email',
    flag: 'pii_leak',
    keywords: ['@', '%40', '&#64;'],
    pattern: /(?<=(?<head>[A-Za-z0-9][\w.+-]{0,63}))(?:@|%40|&#64;)(?:[A-Za-z0-9-]{1,63}\.){1,4}[A-Za-z]{2,24}/g,
    tried: 'at',
    after: 130,
    strength: 0.7,
    accepts: (value) =>
      !/@(?:[\w-]+\.)*(?:example|test|localhost|invalid|fake|contoso)(?=\.|$)|^(?:git|noreply|no-reply)@|^(?:user|username|name|email|you|your|src|dst|someone)@(?:[\w-]+\.)*(?:\w*(?:host|mail|domain|server|company|site|web|my|your|some)\w*|git\w+|org|bitbucket)\.|\.(?:png|jpg|gif|svg|js|css)$|fake@|\.fake/i.test(
        value.replace(/%40|&#64;/, '@'),
      ),
  },
  {
    rule: 'pii.card',
    flag: 'pii_leak',
    keywords: [],
    pattern: new RegExp(String.raw`(?=\d)${beginsWithout(String.raw`\w.%-`)}\d(?:[ -]?\d){11,}(?![\w-])`, 'g'),
    after: 0,
    strength: 0.8,
    partsOf: cardsIn,
  },
  {
    rule: 'pii.card_apart',
    flag: 'pii_leak',
    keywords: [],
    pattern: new RegExp(
      String.raw`(?=\d{4}[\s./_-])${beginsWithout(String.raw`\w%`)}(\d{4}(?<gap>[\s./_-]{1,3})(?:\d{4}\k<gap>\d{4}\k<gap>\d{4}|\d{6}\k<gap>\d{5}))(?!\d)`,
      'g',
    ),
    after: 0,
    strength: 0.8,
    accepts: isCard,
  },
  {
    rule: 'pii.named_card',
    flag: 'pii_leak',
    keywords: ['card', '\\bcc '],
    tried: 'at',
    pattern: /\b(?:card|cc)\s(?:no\.?|number|num|#|is|:)?\s?#?\s?(\d{11,19})\b/gi,
    after: 60,
    strength: 0.7,
  },
  {
    rule: 'pii.iban',
    flag: 'pii_leak',
    keywords: [],
    pattern: new RegExp(
      String.raw`(?=[A-Z]{2}\d{2})${beginsWithout(String.raw`\w%`)}[A-Z]{2}\d{2}(?:[\s./_-]{0,3}[A-Z0-9]{4}){2,7}(?:[\s./_-]{0,3}[A-Z0-9]{1,4})?\b`,
      'gi',
    ),
    after: 0,
    strength: 0.9,
    accepts: (value) => isOfCountry(value) && isIban(value),
    partsOf: ibanIn,
  },
  {
    rule: 'pii.named_iban',
    flag: 'pii_leak',
    keywords: ['iban', 'transfer'],
    pattern: /\b[A-Z]{2}\d{2}[A-Z0-9 ]{11,34}\b/gi,
    after: 80,
    strength: 0.7,
    accepts: (value) =>
      isIban(value.toUpperCase()) || /^[A-Z]{2}\d{2}[A-Z]{0,4}\d{8,26}$/.test(value.replaceAll(' ', '')),
  },
  {
    rule: 'pii.phone',
    flag: 'pii_leak',
    keywords: [],
    pattern:
      /(?<![\w.+/=-])(?:\+\d(?:[ .()-]{0,3}\d){6,14}|(?:1[ .-])?\(?[2-9]\d{2}\)?[ .-]{1,2}[2-9]\d{2}[ .-]\d{4})(?:\s?x\d{1,5})?(?![\w-])/g,
    after: 0,
    strength: 0.6,
    accepts: isPhone,
  },
  {
    rule: 'pii.named_phone',
    flag: 'pii_leak',
    keywords: NAMES_A_PHONE.split('|'),
    pattern: /(?<![\w.])\(?\+?\d(?:[ .()/-]{0,3}\d){5,14}(?:\s?x\d{1,5})?(?![\w-])/g,
    after: 60,
    strength: 0.5,
    accepts: isPhone,
  },
];

/** Seven to fifteen digits that are no date, no version and no address of the internet. */
function isPhone(value: string): boolean {
  const digits = value.replace(/x\d+$/, '').replace(/\D/g, '');
  if (digits.length < 7 || digits.length > 15 || /^(\d)\1+$/.test(digits)) return false;
  return (
    !/^\d{4}-\d{2}-\d{2}/.test(value) &&
    !/^\d{1,3}(?:\.\d{1,3}){3}$/.test(value) &&
    !/^(?:19|20)\d{2}[ .-](?:19|20)\d{2}$/.test(value)
  );
}
