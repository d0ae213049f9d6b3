import { isGoogleKey } from './google-key.js';
import type { PatternRule } from './pattern-rule.js';
import { isPassword, isRandom, isStandIn } from './secret-values.js';

/** Keys that stand for themselves, and addresses that carry one. */
export const keyMaterial: readonly PatternRule[] = [
  {
    rule: 'secret.private_key',
    flag: 'secret_leak',
    keywords: ['private key'],
    pattern:
      /-----BEGIN[A-Z ]{0,20}PRIVATE KEY(?: BLOCK)?-----[\s\\nr"'+]{0,20}(?:Proc-Type[^\n]{0,60}\s{1,3}DEK-Info[^\n]{0,80}\s{1,4})?[A-Za-z0-9+/=\s\\]{24,1200}/g,
    before: 30,
    after: 1300,
    strength: 1,
  },
  {
    rule: 'secret.json_web_token',
    flag: 'secret_leak',
    keywords: ['eyj', 'zxlk', 'ey'],
    pattern:
      /(?<![A-Za-z0-9])(?:ey[A-Za-z0-9]{17,300}\.ey[\w/\\-]{17,600}\.[\w/\\-]{10,200}={0,2}|ZXlK[\w/+\\-]{17,600}={0,2})/g,
    after: 1200,
    strength: 0.9,
    accepts: (value) => !isStandIn(value) && /\d/.test(value),
  },
  {
    rule: 'secret.connection_string',
    flag: 'secret_leak',
    keywords: ['://'],
    pattern: /\b[a-z][a-z0-9+.-]{1,24}:\/\/[^\s:@/'"<>]{0,64}:([^\s@/'"<>]{3,80})@[\w.-]{2,}/gi,
    before: 26,
    after: 260,
    strength: 0.9,
    accepts: (value) => !isStandIn(value) && (isPassword(value) || isRandom(value) || /^[0-9a-f]{8}$/.test(value)),
  },
  {
    rule: 'secret.account_key',
    flag: 'secret_leak',
    keywords: ['accountkey=', 'sharedaccesskey=', '&sig=', '?sig='],
    pattern: /(?:AccountKey|SharedAccessKey|sig)=([A-Za-z0-9+/%]{40,100}={0,2})/gi,
    before: 2,
    after: 130,
    strength: 0.95,
    accepts: (value) => !isStandIn(value),
  },
  {
    rule: 'secret.curl_user',
    flag: 'secret_leak',
    keywords: ['-u ', '-u"', "-u'", '--user'],
    pattern: /(?:\s|^)(?:-u|--user)[\s="'\\]{0,4}[^\s:"'$]{0,64}:'?([^\s"']{4,80})/g,
    before: 2,
    after: 170,
    strength: 0.8,
    accepts: (value) => !isStandIn(value) && isPassword(value.replace(/[{}]/g, '')),
  },
  {
    rule: 'secret.authorization_header',
    flag: 'secret_leak',
    keywords: ['authorization', '-key', '-token', 'apikey', 'token:'],
    pattern:
      /(?:Authorization|[A-Za-z-]{0,24}(?:Key|Token|apikey))["']?\s?:\s{0,3}["']?(?:(?:Bearer|Basic|Token|Api-Token|ApiKey)\s)?\s{0,2}([\w.=~@+/:-]{8,400})/gi,
    before: 26,
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
