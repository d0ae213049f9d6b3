import { describe, expect, it } from 'vitest';
import type { OrgId } from './org-id.js';
import { eventIdOf, type EventOrigin } from './event-id.js';

const now = new Date('2026-03-01T12:00:00Z');
const origin: EventOrigin = { orgId: 'a'.repeat(24) as OrgId, kind: 'ml', senderId: null, key: null, index: 0 };
const id = (change: Partial<EventOrigin>) => eventIdOf({ ...origin, ...change }, now);

describe(eventIdOf.name, () => {
  it.each([
    { when: "the sender's id", change: { senderId: 'e1' } },
    { when: 'key and place', change: { key: 'k1', index: 3 } },
    { when: "the sender's id, whatever the key and place", change: { senderId: 'e1', key: 'k1', index: 7 } },
  ])('follows from $when', ({ change }) => expect(id(change)).toBe(id(change)));

  it('is the same for an event that is sent again in another place', () =>
    expect(id({ senderId: 'e1', key: 'k2', index: 9 })).toBe(id({ senderId: 'e1' })));

  it.each<{ when: string; change: Partial<EventOrigin> }>([
    { when: 'another organization', change: { orgId: 'b'.repeat(24) as OrgId } },
    { when: 'another kind', change: { kind: 'llm' } },
    { when: 'another place', change: { index: 1 } },
    { when: 'another key', change: { key: 'k2' } },
  ])('differs for $when', ({ change }) => expect(id({ key: 'k1', ...change })).not.toBe(id({ key: 'k1' })));

  it('is never the same without a name', () => expect(id({})).not.toBe(id({})));
});
