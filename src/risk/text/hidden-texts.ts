import { Buffer } from 'node:buffer';
import { leetOf, rot13Of, unspaced } from './disguised-words.js';
import type { NormalText, Span } from './normal-text.js';

/** A text within a text, brought to light. */
export interface HiddenText {
  readonly kind: 'base64' | 'hex' | 'url' | 'rot13' | 'reversed' | 'leetspeak' | 'spaced';
  /** What it says, in lower case. */
  readonly lower: string;
  /** Whether it lost the gaps between its words. */
  readonly glued: boolean;
  /** What says it, in the normal form. */
  readonly span: Span;
}

/** What is decoded of one text at most. */
const MAX_TOKENS = 64;
const MAX_TOKEN_CHARS = 4000;
const MAX_READ = 6000;
/** The same for what is encoded, which costs less to look for. */
const MAX_READ_ENCODED = 20_000;
const MIN_TOKEN_CHARS = 24;

const URL_ENCODED = /(?:%[0-9a-fA-F]{2}[\w.+-]{0,40}){6,300}/g;
const MIN_LINE_CHARS = 16;

/** Base64 as it is broken into lines. */
const WRAPPED = /(?<![\w+/=-])(?:[\w+/=-]{16,200}[ \t\r]{0,3}\n[> \t]{0,4}){1,200}[\w+/=-]{2,200}(?![\w+/=-])/g;
const HEX_ONLY = /^[0-9a-fA-F]+$/;
const READABLE = /^[\x20-\x7e\n\r\t]+$/;

/** Which spellings a text gives itself away with. */
export interface Spellings {
  readonly rot13: boolean;
  readonly reversed: boolean;
}

/** What a text hides by encoding or spelling it in another way. Only the beginning of a long text is looked at, and a
 * few encoded parts of it, so that the time is bounded.
 * @param text a normal form
 * @param spellings which of them to try */
export function hiddenTexts(text: NormalText, spellings: Spellings): readonly HiddenText[] {
  const plain = text.plain.slice(0, MAX_READ_ENCODED);
  const lower = text.lower.length > MAX_READ ? text.lower.slice(0, MAX_READ) : text.lower;
  return [...encoded(plain), ...respelled(lower, spellings)];
}

function respelled(lower: string, { rot13, reversed }: Spellings): HiddenText[] {
  const span = { start: 0, end: lower.length };
  const found: HiddenText[] = [];
  if (rot13) found.push({ kind: 'rot13', lower: rot13Of(lower), glued: false, span });
  if (reversed) found.push({ kind: 'reversed', lower: Array.from(lower).reverse().join(''), glued: false, span });
  const leet = leetOf(lower);
  if (leet !== null) found.push({ kind: 'leetspeak', lower: leet, glued: false, span });
  for (const { text, span } of unspaced(lower)) {
    found.push({ kind: 'spaced', lower: text, glued: !text.includes(' '), span });
  }
  return found;
}

function encoded(plain: string): HiddenText[] {
  const tokens = longTokens(plain).map((span) => {
    const token = plain.slice(span.start, Math.min(span.end, span.start + MAX_TOKEN_CHARS));
    const isHex = HEX_ONLY.test(token);
    return { kind: isHex ? ('hex' as const) : ('base64' as const), said: bytesOf(token, isHex), span };
  });
  const urls = plain.includes('%') ? [...plain.matchAll(URL_ENCODED)].slice(0, MAX_TOKENS) : [];
  const fromUrls = urls.map((match) => {
    const span = { start: match.index, end: match.index + match[0].length };
    return { kind: 'url' as const, said: fromUrl(match[0]), span };
  });
  const wrapped = hasLongLineEnd(plain) ? [...plain.matchAll(WRAPPED)].slice(0, MAX_TOKENS) : [];
  const fromLines = wrapped.map((match) => {
    const token = match[0].replace(/[>\s]/g, '').slice(0, MAX_TOKEN_CHARS);
    const isHex = HEX_ONLY.test(token);
    const span = { start: match.index, end: match.index + match[0].length };
    return { kind: isHex ? ('hex' as const) : ('base64' as const), said: bytesOf(token, isHex), span };
  });
  return [...tokens, ...fromUrls, ...fromLines]
    .filter(({ said }) => speaks(said))
    .map(({ kind, said, span }) => ({ kind, lower: said.toLowerCase(), glued: false, span }));
}

/** Whether a line ends with so many signs of base64 that it may go on in the next one: told in a small part of the
 * pattern's time. */
function hasLongLineEnd(text: string): boolean {
  for (let end = text.indexOf('\n'); end >= 0; end = text.indexOf('\n', end + 1)) {
    let start = end;
    while (start > 0 && text.charCodeAt(start - 1) <= 0x20 && end - start < 3) start--;
    const last = start;
    while (start > 0 && last - start < MIN_LINE_CHARS && isTokenSign(text.charCodeAt(start - 1))) start--;
    if (last - start === MIN_LINE_CHARS) return true;
  }
  return false;
}

/** The first long runs of the signs that base64 and hexadecimal numbers are made of. Where the 24th sign from here is none
 * of them no such run begins before it, so that most of a text needn't be looked at. */
function longTokens(text: string): Span[] {
  const tokens: Span[] = [];
  for (let from = 0; from + MIN_TOKEN_CHARS <= text.length && tokens.length < MAX_TOKENS;) {
    let end = from + MIN_TOKEN_CHARS - 1;
    let start = end + 1;
    while (start > from && isTokenSign(text.charCodeAt(start - 1))) start--;
    while (start <= end && end < text.length && isTokenSign(text.charCodeAt(end))) end++;
    if (end - start >= MIN_TOKEN_CHARS) tokens.push({ start, end });
    from = end + 1;
  }
  return tokens;
}

function isTokenSign(code: number): boolean {
  if ((code >= 0x61 && code <= 0x7a) || (code >= 0x41 && code <= 0x5a) || (code >= 0x2f && code <= 0x39)) return true;
  return code === 0x2b || code === 0x3d || code === 0x5f || code === 0x2d;
}

function bytesOf(token: string, isHex: boolean): string {
  return Buffer.from(token, isHex ? 'hex' : 'base64').toString('utf8');
}

function fromUrl(token: string): string {
  try {
    return decodeURIComponent(token.replaceAll('+', ' '));
  } catch {
    return '';
  }
}

/** Whether a text is one: signs that can be read, words with gaps between them. */
function speaks(text: string): boolean {
  return text.length >= 8 && READABLE.test(text) && /[a-z]{2,} [a-z]+/i.test(text);
}
