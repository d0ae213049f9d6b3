/** Longest name of a category that is kept as it is, characters. */
const MAX_NAME = 20;

/** Key of the categories that aren't counted by name. */
export const OTHER_KEY = '~';

/** Stands before every name. */
const MARK = '=';

/** The key by which a category is counted. The mark before it keeps names apart from keys of values and from what every
 * object inherits; characters that a database reads as paths are written as codes.
 * @returns long names by their beginning and a hash, so that a key has at most 64 characters */
export function keyOfCategory(name: string): string {
  const short =
    name.length <= MAX_NAME ? name : `${name.slice(0, MAX_NAME - 9)}~${hashOf(name).toString(16).padStart(8, '0')}`;
  return `${MARK}${short.replaceAll(/[%.$\0]/g, (sign) => `%${sign.charCodeAt(0).toString(16).padStart(2, '0')}`)}`;
}

/** The name behind a category's key, whose mark and codes are read again.
 * @param key of keyOfCategory, so not OTHER_KEY, behind which there are many
 * @returns a long name as its key has it: by its beginning and a hash */
export function nameOfCategory(key: string): string {
  return key
    .slice(MARK.length)
    .replaceAll(/%([0-9a-f]{2})/g, (_code, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));
}

/** What a category is counted as at a level of coarseness: each level keeps half of the names, chosen by hash, so that the
 * choice depends neither on the order of events nor on who counts. */
export function categoryKeyAt(key: string, level: number): string {
  if (key === OTHER_KEY) return key;
  return hashOf(key) % 2 ** level === 0 ? key : OTHER_KEY;
}

/** FNV-1a, 32 bits, with a last mixing of its weak low bits.
 * @see Fowler, Noll, Vo; murmur3's finalizer */
function hashOf(text: string): number {
  let hash = 0x811c9dc5;
  for (let at = 0; at < text.length; at++) hash = Math.imul(hash ^ text.charCodeAt(at), 0x01000193);
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  return (hash ^ (hash >>> 13)) >>> 0;
}
