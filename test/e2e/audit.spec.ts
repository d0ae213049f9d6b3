import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { ApiKeysService } from '../../src/auth/api-keys.service.js';
import { OPERATOR } from '../../src/auth/audit-entry.js';
import { AuditService } from '../../src/auth/audit.service.js';
import { AuditVerifyService } from '../../src/auth/audit-verify.service.js';
import { AuditStore } from '../../src/auth/audit.store.js';
import { OrganizationsService } from '../../src/auth/organizations.service.js';
import { mlEvent, times } from '../support/factories.js';
import { createTestApp, type Member, type TestApp } from '../support/test-app.js';

interface Entry {
  readonly sequence: number;
  readonly action: string;
  readonly client_id: string | null;
  readonly via: string;
  readonly details: Readonly<Record<string, unknown>>;
}

describe('the audit', () => {
  let app: TestApp, twin: TestApp;
  beforeAll(async () => {
    app = await createTestApp();
    twin = await createTestApp({ env: { MONGO_DB_NAME: app.connection.name } });
  });
  afterAll(async () => {
    await twin.close();
    await app.close();
  });

  async function entriesOf(member: Member, query = ''): Promise<Entry[]> {
    await app.app.get(AuditService).flush();
    return (await member.get(`/audit${query}`).expect(200)).body.entries;
  }
  const issue = ({ clientId, clientSecret }: Member, secret = clientSecret): ReturnType<typeof app.http.post> =>
    app.http.post('/auth/token').send({ clientId, clientSecret: secret });
  const note = (count: number) =>
    ({ action: 'dead_letters_replayed', clientId: null, actor: OPERATOR, details: { count } }) as const;

  it('says what was done with keys, the newest first, and to which', async () => {
    const member = await app.join();
    await issue(member, 'wrong').expect(401);
    await member.post('/auth/credentials/refresh', { graceSeconds: 60 }).expect(200);
    const other = await app.app.get(ApiKeysService).createKey(member.orgId, { scopes: 'read', expiresInDays: 1 });
    await app.app.get(ApiKeysService).revokeKey(other.clientId);
    await app.app.get(ApiKeysService).revokeKey(other.clientId);
    await app.app.get(OrganizationsService).setEnabled(member.orgId, false);
    await issue(member).expect(401);
    await app.app.get(OrganizationsService).setEnabled(member.orgId, true);
    const entries = await entriesOf(member);
    const shown = entries.map(({ sequence, action, client_id, via, details }) => [
      sequence,
      action,
      client_id,
      via,
      details,
    ]);
    const { clientId } = member;
    const scope = 'ingest read credentials:rotate admin';
    expect(shown).toEqual([
      [10, 'organization_enabled', null, 'command_line', {}],
      [9, 'token_refused', clientId, 'api', { reason: 'organization_disabled', count: 1 }],
      [8, 'organization_disabled', null, 'command_line', {}],
      [7, 'key_revoked', other.clientId, 'command_line', {}],
      [6, 'key_created', other.clientId, 'command_line', { scopes: 'read', expires_at: expect.stringMatching(/Z$/) }],
      [5, 'secret_replaced', clientId, 'api', { version: 2, grace_seconds: 60 }],
      [4, 'token_refused', clientId, 'api', { reason: 'wrong_secret', count: 1 }],
      [3, 'token_issued', clientId, 'api', { scope, count: 1 }],
      [2, 'key_created', clientId, 'command_line', { scopes: scope }],
      [1, 'organization_created', null, 'command_line', {}],
    ]);
  });

  it('counts tokens instead of listing them', async () => {
    const member = await app.join();
    for (let time = 0; time < 7; time++) await issue(member).expect(200);
    const counts = (await entriesOf(member))
      .filter(({ action }) => action === 'token_issued')
      .map(({ details }) => details);
    expect(counts.map(({ count }) => count)).toEqual([7, 1]);
  });

  it('is read page by page', async () => {
    const member = await app.join();
    for (let time = 0; time < 5; time++) await app.app.get(AuditService).record(member.orgId, note(time));
    const pages: number[][] = [];
    let cursor: string | null = '';
    while (cursor !== null) {
      const query: string = cursor === '' ? '' : `&cursor=${cursor}`;
      const { body } = await member.get(`/audit?limit=3${query}`).expect(200);
      pages.push(body.entries.map(({ sequence }: Entry) => sequence));
      cursor = body.next_cursor;
    }
    expect(pages).toEqual([
      [8, 7, 6],
      [5, 4, 3],
      [2, 1],
    ]);
  });

  it.each([
    'limit=0',
    'limit=101',
    'limit=1.5',
    'limit=x',
    'limit=1&limit=2',
    'cursor=0',
    'cursor=x',
    'cursor=1e3',
    'cursor=-1',
  ])('refuses ?%s', async (query) => {
    const member = await app.join();
    await member.get(`/audit?${query}`).expect(422);
  });

  it('is one chain, also where several processes write to it at once', async () => {
    const member = await app.join();
    await app.app.get(AuditService).flush();
    // Past the service, which would write one after the other.
    const stores = [app, twin].map((each) => each.app.get(AuditStore));
    await Promise.all(times(40, async (index) => stores[index % 2]?.append(member.orgId, note(index))));
    const verified = await app.app.get(AuditVerifyService).verify(member.orgId);
    expect(verified).toMatchObject({ entries: 43, brokenAt: null, head: { sequence: 43 }, faults: [] });
    const counts = (await entriesOf(member, '?limit=40')).map(({ details }) => Number(details['count']));
    expect(counts.sort((one, other) => one - other)).toEqual(times(40, (index) => index));
  });

  it('shows where it was tampered with', async () => {
    const member = await app.join();
    for (let time = 0; time < 3; time++) await app.app.get(AuditService).record(member.orgId, note(time));
    const log = app.connection.collection('audit_log');
    const tampered = { client_id: member.clientId, action: 'token_issued' };
    await log.updateOne(tampered, { $set: { action: 'token_refused' } });
    expect(await app.app.get(AuditVerifyService).verify(member.orgId)).toMatchObject({
      entries: 6,
      brokenAt: 3,
      faults: [{ code: 'broken_chain', sequence: 3 }],
    });
  });

  it('is each organization’s own, and for administrators', async () => {
    const [one, other] = [await app.join('One'), await app.join('Other')];
    expect(JSON.stringify(await entriesOf(other))).not.toContain(one.clientId);
    const reader = await app.join('Reader', { scopes: 'read ingest credentials:rotate' });
    await reader.get('/audit').expect(403);
  });

  it('holds no secret and no token', async () => {
    const member = await app.join();
    await issue(member, 'a-wrong-secret-canary').expect(401);
    await issue(member).send({ scope: 'a-wrong-scope-canary' }).expect(400);
    const { body } = await member.post('/auth/credentials/refresh').expect(200);
    const text = JSON.stringify(await entriesOf(member));
    for (const secret of [member.clientSecret, body.clientSecret, member.token, 'canary'])
      expect(text).not.toContain(secret);
  });

  it('fails nothing where it cannot be written', async () => {
    const member = await app.join();
    const append = vi.spyOn(app.app.get(AuditStore), 'append').mockRejectedValue(new Error('no room'));
    await issue(member).expect(200);
    const { body } = await member.post('/auth/credentials/refresh').expect(200);
    await issue(member, body.clientSecret).expect(200);
    await member.post('/ingest/ml', { events: [mlEvent()] }).expect(200);
    await app.drain();
    append.mockRestore();
  });
});
