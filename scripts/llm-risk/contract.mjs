// The contract's formula for the risk of a call, written down a second time and in another way, to compare with.
const SPACE = String.raw`[\t-\r\x1c-\x20\x85\xa0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]`;
const INNER = { i: '[i\u0130\u0131]', s: SPACE };

const SENSITIVE = [
  /\bpassword\b/,
  /\bapi\s*key\b/,
  /\bsecret\b/,
  /\bdatabase\s*access\b/,
  /\bprivate\s*data\b/,
  /\bcredentials\b/,
];
const JAILBREAK = [
  /ignore\s+(previous|all)\s+instructions/,
  /act\s+as\s+(system|admin)/,
  /bypass\s+safety/,
  /developer\s+mode/,
];

function matches(patterns, text) {
  return patterns.reduce((sum, { source }) => {
    const edges = source.startsWith('\\b');
    const inner = source
      .replaceAll('\\b', '')
      .replaceAll('\\s', INNER.s)
      .replaceAll(/(?<!\\)i/g, INNER.i);
    const whole = edges ? String.raw`(?<![\p{L}\p{N}_])(?:${inner})(?![\p{L}\p{N}_])` : inner;
    return sum + [...text.matchAll(new RegExp(whole, 'giu'))].length;
  }, 0);
}

/** Score and flags of one call. */
export function contractRisk(prompt, response) {
  const text = `${prompt}\n${response}`;
  const sensitive = Math.min(1, matches(SENSITIVE, text) / 5);
  const jailbreak = Math.min(1, matches(JAILBREAK, text) / 5);
  const length = Math.min(1, [...prompt].length / 2000);
  const flags = [
    sensitive > 0 && 'sensitive_content',
    jailbreak > 0 && 'jailbreak_pattern',
    length >= 0.8 && 'long_prompt',
  ];
  return { riskScore: 0.5 * sensitive + 0.3 * jailbreak + 0.2 * length, flags: flags.filter(Boolean) };
}
