import type { PatternRule } from './pattern-rule.js';
import { entropy, isStandIn } from './secret-values.js';

const KEY = String.raw`(?<![\w-])AIza[\w-]{35}(?![\w-])`;
const WORD_BEFORE = String.raw`(?<=[A-Za-z]{2}[^\n]{0,60}[^\n\w-])`;
const WORD_BEHIND = String.raw`(?=[^\n\w-][^\n]{0,60}?[A-Za-z]{2})`;
const OF_A_MAP = String.raw`(?<!maps/api/(?:js|staticmap)\?[^\s"']{0,80})`;
const OF_AN_APP = String.raw`(?![\s\S]{1,40}authDomain)`;

const MIN_ENTROPY = 2.8;

/** Google's API keys. Some open a paid service, but most are those of a map or an app that every visitor can read: a key that
 * nothing is said about, one in the address of a map's script and one in the settings of a Firebase app are no leak. */
export const googleKey: PatternRule = {
  rule: 'secret.google_api',
  flag: 'secret_leak',
  keywords: ['aiza'],
  pattern: new RegExp(`(?=${KEY})${OF_A_MAP}(?:${WORD_BEFORE}${KEY}|${KEY}${WORD_BEHIND})${OF_AN_APP}`, 'g'),
  tried: 'at',
  after: 160,
  strength: 0.9,
  accepts: (value) => !isStandIn(value) && entropy(value) >= MIN_ENTROPY,
};

/** Whether a value is one of those keys: rules that go by a name leave it to the rule above. */
export function isGoogleKey(value: string): boolean {
  return /^AIza[\w-]{35}$/.test(value);
}
