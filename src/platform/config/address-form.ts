import mongoose from 'mongoose';
import { parted } from '../mongo-address.js';

/** Looks whether the driver understands an address. It quotes what it doesn't understand, which may be a password,
 * so its own words are never passed on.
 * @returns what is wrong, without any part of the address but names of options; null where it is understood */
export function formFault(uri: string): string | null {
  if (isUnderstood(uri)) return null;
  const bare = withoutCredentials(uri);
  if (bare !== uri && isUnderstood(bare))
    return 'has characters in its user name or password that must be percent-encoded, like %40 for @ and %2F for /';
  const { place, options } = parted(bare);
  if (!isUnderstood(place)) return 'is not an address like mongodb://user:password@host:27017/?replicaSet=name';
  const refused = options.filter(({ name, value }) => !isUnderstood(`${place}?${name}=${value}`));
  const names = refused.map(({ name }) => name).filter((name) => /^[A-Za-z]{1,40}$/.test(name));
  if (names.length === 0) return 'has unknown options, or options that exclude each other';
  return `has options that are unknown or have a value that they can't have: ${names.join(', ')}`;
}

/** Whoever wrote an @ into a password unescaped has more than one of them. */
function withoutCredentials(uri: string): string {
  const scheme = uri.indexOf('://') + 3;
  const end = uri.lastIndexOf('@');
  return end < scheme ? uri : uri.slice(0, scheme) + uri.slice(end + 1);
}

function isUnderstood(uri: string): boolean {
  try {
    // Only read: it connects to nothing before it is told to.
    return new mongoose.mongo.MongoClient(uri) instanceof mongoose.mongo.MongoClient;
  } catch {
    return false;
  }
}
