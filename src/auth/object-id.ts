import { Types } from 'mongoose';
import { isOrgId, type OrgId } from '../lib/org-id.js';

/** MongoDB's number for "such a key exists already". */
const DUPLICATE_KEY = 11_000;

/** An organization's id as the domain writes it.
 * @param id as stored */
export function orgIdFrom(id: Types.ObjectId): OrgId {
  const text = id.toHexString();
  if (!isOrgId(text)) throw new Error('an ObjectId is always 24 hexadecimal digits');
  return text;
}

/** Whether a write was refused because a document with the same unique key is there. */
export function isDuplicateKey(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === DUPLICATE_KEY;
}
