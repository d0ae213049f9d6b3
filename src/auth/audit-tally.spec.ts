import { beforeEach, describe, expect, it } from 'vitest';
import { isOrgId, type OrgId } from '../lib/org-id.js';
import { AuditTally, type DueNote } from './audit-tally.js';
import { type AuditNote, OPERATOR } from './audit-entry.js';

function org(id: string): OrgId {
  if (!isOrgId(id)) throw new Error(id);
  return id;
}

const ORG = org('65f0c2b9e7a1d4c3b8e6f0a1');
const OTHER = org('65f0c2b9e7a1d4c3b8e6f0a2');
const issued: AuditNote = { action: 'token_issued', clientId: 'aegis_1', actor: OPERATOR, details: { scope: 'read' } };

describe(AuditTally.name, () => {
  let tally: AuditTally;
  beforeEach(() => (tally = new AuditTally()));
  const countsOf = (due: readonly DueNote[]): unknown[] => due.map(({ note }) => note.details['count']);

  it('has the first of a kind written at once', () => {
    expect(tally.add(ORG, issued)?.note.details).toEqual({ scope: 'read', count: 1 });
    expect(tally.take()).toEqual([]);
  });

  it('counts those that follow', () => {
    for (let time = 0; time < 5; time++) tally.add(ORG, issued);
    expect(countsOf(tally.take())).toEqual([4]);
    expect(tally.add(ORG, issued)).toBeNull();
    expect(countsOf(tally.take())).toEqual([1]);
  });

  it('begins anew after a while without any', () => {
    tally.add(ORG, issued);
    tally.take();
    expect(tally.size).toBe(0);
    expect(tally.add(ORG, issued)).not.toBeNull();
  });

  it.each([
    { what: 'organization', orgId: OTHER, note: issued },
    { what: 'key', orgId: ORG, note: { ...issued, clientId: 'aegis_2' } },
    { what: 'action', orgId: ORG, note: { ...issued, action: 'token_refused' as const } },
    { what: 'particulars', orgId: ORG, note: { ...issued, details: { scope: 'ingest' } } },
  ])('counts another $what apart', ({ orgId, note }) => {
    tally.add(ORG, issued);
    expect(tally.add(orgId, note)?.orgId).toBe(orgId);
  });
});
