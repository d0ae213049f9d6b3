const STAND_INS =
  /x{5,}|\*{3,}|example|(?<![a-z])your|placeholder|change_?me|redacted|sample|dummy|(?<![a-z])(?:insert|replace|todo)|(?<![wt])here(?![a-z])|string|<|\$\(|\$\{|\{\{|\.\.\.|%s|\$[A-Z_]{3}|environ|getenv|getpass|process\.|secrets?\.|config\.|put_|#{4,}|1234-1234/i;
/** What is glued to a secret so that it looks like a stand-in, or to blot out what follows. */
const GLUED =
  /(?:[&#?][\s\S]*|(?:x{3,}|\*{2,}|#{3,}|\.{3}|[-_.]?(?:example|redacted|sample|placeholder|dummy|here))+)$/i;
/** Stand-ins that chance won't make of a machine's signs; the others count where two of them meet. */
const SURE = /x{5,}|\*{3,}|example|placeholder|change_?me|redacted|dummy|<|\$\(|\$\{|\{\{|\.\.\.|%s|#{4,}|1234-1234/i;
const UNSURE = /your|sample|insert|replace|here|todo|string|token|key/gi;
const USUAL_WORDS =
  /^(?:pass|password|passwd|passphrase|secret|token|key|user|admin|root|test|login|none|null|true|false|undefined|string|foo|bar|abc|yyy)[\d!]{0,3}$/i;
const RUN = 6;

/** Whether a value only stands for a secret: example keys, variables, rows of the same sign or of the alphabet. */
export function isStandIn(value: string): boolean {
  return STAND_INS.test(value) || USUAL_WORDS.test(value) || hasRun(value);
}

/** Whether a value of a vendor's form only stands for one. What is glued to a whole one doesn't count.
 * @param form matches a whole one */
export function isStandInForm(value: string, form: RegExp): boolean {
  const bare = value.replace(GLUED, '');
  if (bare !== value && form.test(bare)) return isStandInForm(bare, form);
  return SURE.test(value) || USUAL_WORDS.test(value) || (value.match(UNSURE)?.length ?? 0) > 1 || hasRun(value);
}

/** Whether a value holds six signs in a row that are the same or count upwards. */
function hasRun(value: string): boolean {
  let same = 1;
  let rising = 1;
  for (let index = 1; index < value.length; index++) {
    const step = value.charCodeAt(index) - value.charCodeAt(index - 1);
    same = step === 0 ? same + 1 : 1;
    rising = step === 1 ? rising + 1 : 1;
    if (same >= RUN || rising >= RUN) return true;
  }
  return false;
}

/** How mixed a text is.
 * @returns Shannon entropy, bits a character: 0 for one sign over and over, about 4 for 40 hexadecimal digits */
export function entropy(value: string): number {
  counts.fill(0);
  // Signs that aren't ASCII's count by their last seven bits: values have few of them.
  for (let index = 0; index < value.length; index++) {
    const sign = value.charCodeAt(index) & 0x7f;
    counts[sign] = (counts[sign] ?? 0) + 1;
  }
  let bits = 0;
  for (const count of counts) if (count > 0) bits -= (count / value.length) * Math.log2(count / value.length);
  return bits;
}

/** Scratch that all calls share: a table of its own for each would cost more than the counting. */
const counts = new Uint32Array(128);

/** Whether a value looks like a machine drew it: letters and digits change again and again, and it is no stand-in.
 * @param value without quotes */
export function isRandom(value: string): boolean {
  return value.length >= 10 && !isStandIn(value) && isMixed(value);
}

/** The same of a value that is known to be no stand-in. */
export function isMixed(value: string): boolean {
  if (value.length < 10) return false;
  const parts = value.match(/[A-Za-z0-9]+/g) ?? [];
  const longest = parts.reduce((a, b) => (b.length > a.length ? b : a), '');
  const dense = parts.length === 1 ? longest : parts.join('');
  if (dense.length < 10 || !/\d/.test(dense) || !/[A-Za-z]/.test(dense)) return false;
  const turns = turnsOf(longest);
  return (
    entropy(value) >= 2.9 && (turns >= 3 || (turns >= 2 && dense.length < 20) || turnsOf(dense) >= dense.length / 5)
  );
}

/** How often letters and digits, of which alone it is made, follow one another. */
function turnsOf(value: string): number {
  let turns = 0;
  for (let index = 1; index < value.length; index++) {
    if (value.charCodeAt(index) < 0x3a !== value.charCodeAt(index - 1) < 0x3a) turns++;
  }
  return turns;
}

/** Whether a value could be a password that someone chose: letters with digits or signs among them, no stand-in.
 * @param value without quotes */
export function isPassword(value: string): boolean {
  const bare = value.replace(GLUED, '');
  return isPlainPassword(value) || (bare !== value && isPlainPassword(bare));
}

function isPlainPassword(value: string): boolean {
  if (value.length < 6 || isStandIn(value) || !/[A-Za-z]/.test(value)) return false;
  if (/^[A-Za-z]+$/.test(value))
    return value.length >= 10 && (value.match(/[a-z](?=[A-Z])/g) ?? []).length >= value.length / 4;
  if (/^[a-z]+(?:[-_][a-z]+)*$/i.test(value)) return false;
  return /\d/.test(value) || /[!@#$%^&*?~+]/.test(value.slice(1));
}
