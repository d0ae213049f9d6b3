import { describe, expect, it } from 'vitest';
import { isOrgId, type OrgId } from '../lib/org-id.js';
import { type AuditEntry, brokenAt, chainHash, OPERATOR } from './audit-entry.js';

function org(id: string): OrgId {
  if (!isOrgId(id)) throw new Error(id);
  return id;
}

const ORG = org('65f0c2b9e7a1d4c3b8e6f0a1');

function chain(length: number): AuditEntry[] {
  const entries: AuditEntry[] = [];
  for (let sequence = 1; sequence <= length; sequence++) {
    const note = {
      action: 'token_issued',
      clientId: 'aegis_1',
      actor: OPERATOR,
      details: { count: sequence, scope: 'read' },
      sequence,
      at: new Date(sequence * 1000),
      previousHash: entries.at(-1)?.hash ?? '',
    } as const;
    entries.push({ ...note, hash: chainHash(ORG, note) });
  }
  return entries;
}

/** The third of five entries, changed. */
function tampered(fields: Partial<AuditEntry>): AuditEntry[] {
  return chain(5).map((entry) => (entry.sequence === 3 ? { ...entry, ...fields } : entry));
}

describe(brokenAt.name, () => {
  it('finds nothing in a whole chain, also piece by piece', () => {
    const entries = chain(5);
    expect(brokenAt(ORG, entries, null)).toBeNull();
    expect(brokenAt(ORG, entries.slice(2), entries[1] ?? null)).toBeNull();
    expect(brokenAt(ORG, [], null)).toBeNull();
  });

  it('doesn’t depend on the order of particulars', () => {
    expect(brokenAt(ORG, tampered({ details: { scope: 'read', count: 3 } }), null)).toBeNull();
  });

  it.each([
    { when: 'the action was changed', entries: tampered({ action: 'key_created' }), at: 3 },
    { when: 'the time was changed', entries: tampered({ at: new Date(1) }), at: 3 },
    { when: 'the key was changed', entries: tampered({ clientId: null }), at: 3 },
    { when: 'the actor was changed', entries: tampered({ actor: { via: 'api', clientId: 'aegis_2' } }), at: 3 },
    { when: 'a count was changed', entries: tampered({ details: { count: 4, scope: 'read' } }), at: 3 },
    { when: 'the hash was changed', entries: tampered({ hash: 'f'.repeat(64) }), at: 3 },
    { when: 'one was removed', entries: chain(5).filter(({ sequence }) => sequence !== 3), at: 4 },
    { when: 'the first was removed', entries: chain(5).slice(1), at: 2 },
    { when: 'one was written twice', entries: chain(3).flatMap((entry) => [entry, entry]), at: 1 },
  ])('finds entry $at when $when', ({ entries, at }) => expect(brokenAt(ORG, entries, null)).toBe(at));

  it('finds that the chain is another organization’s', () =>
    expect(brokenAt(org('f'.repeat(24)), chain(1), null)).toBe(1));
});
