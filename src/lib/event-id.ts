import { derivedId, newId } from './ids.js';
import type { OrgId } from './org-id.js';

/** What the id of an event may follow from. */
export interface EventOrigin {
  readonly orgId: OrgId;
  readonly kind: string;
  /** The sender's own id of the event; null where it gave none. */
  readonly senderId: string | null;
  /** The Idempotency-Key of the request; null without one. */
  readonly key: string | null;
  /** The event's place in its batch, from 0. */
  readonly index: number;
}

/** The id of an event: the same at every retry that names the event or the request, else a new one.
 * @param now for new ids, which sort by time */
export function eventIdOf({ orgId, kind, senderId, key, index }: EventOrigin, now: Date): string {
  if (senderId !== null) return derivedId(orgId, kind, 'event', senderId);
  if (key !== null) return derivedId(orgId, kind, 'key', key, String(index));
  return newId(now.getTime());
}
