/** The seed's default, and whatever else somebody meant to replace. */
const PLACEHOLDER = /change[-_ ]?me/i;
/** Random digits, letters or bytes of 32 and more have nearly always twice as many different ones. */
const MIN_DIFFERENT_CHARS = 8;

/** Shortest secret that may sign tokens, bytes: as long as the output of HS256 (RFC 7518, 3.2). */
export const MIN_SECRET_BYTES = 32;

/** Why a secret could be guessed. A rule of thumb against placeholders and keyboards, no measure of entropy.
 * @param secret what would sign tokens
 * @returns what is wrong with it, to follow the variable's name; null where nothing is */
export function secretWeakness(secret: string): string | null {
  if (PLACEHOLDER.test(secret)) return 'must be replaced by a secret of your own';
  if (Buffer.byteLength(secret) < MIN_SECRET_BYTES) return `must have at least ${MIN_SECRET_BYTES} bytes`;
  if (isRepetition(secret)) return 'must not be a shorter text repeated';
  if (new Set(secret).size < MIN_DIFFERENT_CHARS) return 'must be random: it has few different characters';
  return null;
}

/** Whether a text is one of at most half its length again and again, the last time perhaps cut short. */
function isRepetition(text: string): boolean {
  for (let period = 1; period <= text.length / 2; period++) {
    if (text.startsWith(text.slice(period))) return true;
  }
  return false;
}
