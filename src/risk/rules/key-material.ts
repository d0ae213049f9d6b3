import { beginsWithout } from './boundaries.js';
import { isGoogleKey } from './google-key.js';
import type { PatternRule } from './pattern-rule.js';
import { isPassword, isRandom, isStandIn, isStandInForm } from './secret-values.js';

/** A whole JSON Web Token. */
const WEB_TOKEN = /^ey[\w-]{17,}\.ey[\w-]{17,}\.[\w-]{20,}$/;

/** Keys that stand for themselves, and addresses that carry one. */
export const keyMaterial: readonly PatternRule[] = [
  {
    rule: 'secret.private_key',
    flag: 'secret_leak',
    keywords: ['-----begin'],
    tried: 'at',
    // A header ends with its line and nowhere else: six of them that could part one line among them take
    // exponential time.
    pattern:
      /-----BEGIN[A-Z0-9 ]{0,20}PRIVATE\s{1,3}KEY(?: BLOCK)?-----(?:[\s\\nr"'+>]|<br\s?\/?>){0,20}(?:[A-Za-z][A-Za-z-]{2,30}:[^\r\n\\]{0,100}(?:[\r\n]|\\[nr])(?:\s|\\[nr]){0,5}){0,6}[A-Za-z0-9+/=\s\\]{24,1200}/g,
    after: 1300,
    strength: 1,
    goesOn: /[A-Za-z0-9+/=\s\\]*/y,
    endOf: endOfKey,
  },
  {
    rule: 'secret.json_web_token',
    flag: 'secret_leak',
    keywords: ['\\bzxlk', '\\bey'],
    tried: 'at',
    pattern: new RegExp(
      String.raw`${beginsWithout('A-Za-z0-9')}(?:ey[A-Za-z0-9]{17,300}\.ey[\w/\\-]{17,3000}\.[\w/\\-]{10,200}={0,2}|ZXlK[\w/+\\-]{17,600}={0,2})`,
      'g',
    ),
    after: 1200,
    strength: 0.9,
    accepts: (value) => !isStandInForm(value, WEB_TOKEN) && /\d/.test(value),
    goesOn: /[\w/+\\-]*={0,2}/y,
  },
  {
    rule: 'secret.connection_string',
    flag: 'secret_leak',
    keywords: ['://'],
    pattern: /(?<=\b[a-z][a-z0-9+.-]{1,24}):\/\/[^\s:@/'"<>]{0,64}:([^\s/'"<>]{3,200})@[\w.-]{2}/gi,
    tried: 'at',
    after: 260,
    strength: 0.9,
    accepts: (value) => !isStandIn(value) && (isPassword(value) || isRandom(value) || /^[0-9a-f]{8}$/.test(value)),
  },
  {
    rule: 'secret.account_key',
    flag: 'secret_leak',
    keywords: ['accountkey=', 'sharedaccesskey=', '&sig=', '?sig='],
    pattern: /(?:AccountKey|SharedAccessKey|[&?]sig)=([A-Za-z0-9+/%]{40,100}={0,2})/gi,
    tried: 'at',
    after: 130,
    strength: 0.95,
    accepts: (value) => !isStandIn(value),
    goesOn: /[A-Za-z0-9+/%]*={0,2}/y,
  },
  {
    rule: 'secret.curl_user',
    flag: 'secret_leak',
    keywords: ['-u ', '-u"', "-u'", '--user'],
    pattern: /(?<=\s|^)(?:-u|--user)[\s="'\\]{0,4}[^\s:"'$]{0,64}:'?([^\s"']{4,80})/g,
    tried: 'at',
    goesOn: /[^\s"']*/y,
    after: 170,
    strength: 0.8,
    accepts: (value) => !isStandIn(value) && isPassword(value.replace(/[{}]/g, '')),
  },
  {
    rule: 'secret.bearer',
    flag: 'secret_leak',
    keywords: ['bearer'],
    pattern: /Bearer(?:\s|%20|\+){1,3}([\w.=~+/-]{16,400})/gi,
    tried: 'at',
    goesOn: /[\w.=~+/-]*/y,
    after: 420,
    strength: 0.8,
    accepts: (value) => !isGoogleKey(value) && isRandom(value),
  },
  {
    rule: 'secret.authorization_header',
    flag: 'secret_leak',
    keywords: ['authorization', '-key', '-token', 'apikey', 'token:'],
    pattern:
      /(?:Authorization|-?(?:Key|Token|apikey))["']?\s?:\s{0,3}["']?(?:(?:Bearer|Basic|Token|Api-Token|ApiKey)\s)?\s{0,2}([\w.=~@+/:-]{8,400})/gi,
    tried: 'at',
    goesOn: /[\w.=~@+/:-]*/y,
    after: 460,
    strength: 0.8,
    accepts: (value, match) =>
      !/basic eyJ/i.test(match) &&
      !isGoogleKey(value) &&
      !isStandIn(value) &&
      (isRandom(value) ||
        (/authorization/i.test(match) && /\d/.test(value) && /[A-Za-z]/.test(value) && value.length >= 9)),
  },
];

/** What a private key holds at most: one of 16,384 bits. */
const MAX_KEY_CHARS = 16_000;

/** A key ends at its last line, however its other lines are quoted or put together; where that is missing, with what
 * the pattern reads. */
function endOfKey(text: string, end: number): number {
  const rest = text.slice(end, end + MAX_KEY_CHARS);
  const last = /-----(?:BEGIN|END [A-Z0-9 ]{0,30}KEY(?: BLOCK)?(?=-----))/.exec(rest);
  // Without the hyphens at its end: with them another key may begin.
  return last === null || last[0].endsWith('BEGIN') ? end : end + last.index + last[0].length;
}
