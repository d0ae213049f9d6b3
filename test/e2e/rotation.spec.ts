import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { SigningKeys } from '../../src/auth/signing-keys.js';
import { headerOf } from '../support/forged-token.js';
import { stored } from '../support/stored.js';
import { createTestApp, type Member, type TestApp } from '../support/test-app.js';

const NOON = new Date('2026-03-01T12:00:00Z');
const [FIRST, SECOND] = ['the first signing secret of 32 bytes', 'the second signing secret of 32 bytes'];

describe('replacing a secret', () => {
  let app: TestApp, member: Member;
  beforeAll(async () => {
    app = await createTestApp();
  });
  beforeEach(async () => {
    app.travelTo(null);
    member = await app.join();
  });
  afterAll(() => app.close());

  const exchange = (clientSecret: string): ReturnType<typeof app.http.post> =>
    app.http.post('/auth/token').send({ clientId: member.clientId, clientSecret });
  async function replace(body?: object): Promise<string> {
    const answer = await member.post('/auth/credentials/refresh', body).expect(200).expect('Cache-Control', 'no-store');
    return String(answer.body.clientSecret);
  }
  async function tokenFor(clientSecret: string): Promise<string> {
    return String((await exchange(clientSecret).expect(200)).body.access_token);
  }
  const use = (token: string): ReturnType<typeof app.http.get> =>
    app.http.get('/dashboard/health').auth(token, { type: 'bearer' });

  it.each([undefined, {}, { graceSeconds: 0 }])('with %j ends the old one and its tokens at once', async (body) => {
    const other = await tokenFor(member.clientSecret);
    const secret = await replace(body);
    await exchange(member.clientSecret).expect(401);
    await use(other).expect(401);
    await use(await tokenFor(secret)).expect(200);
  });

  it('spares the token it is asked with, as clients of the contract expect', async () => {
    await replace();
    await member.get('/dashboard/health').expect(200);
    await replace();
    await member.get('/dashboard/health').expect(200);
  });

  it('with a grace leaves both good until it is over', async () => {
    app.travelTo(NOON);
    const other = await tokenFor(member.clientSecret);
    const secret = await replace({ graceSeconds: 60 });
    for (const good of [secret, member.clientSecret]) await use(await tokenFor(good)).expect(200);
    app.travelTo(new Date(NOON.getTime() + 59_999));
    await exchange(member.clientSecret).expect(200);
    await use(other).expect(200);
    app.travelTo(new Date(NOON.getTime() + 60_000));
    await exchange(member.clientSecret).expect(401);
    await use(other).expect(401);
    await exchange(secret).expect(200);
  });

  it('leaves two good ones at most', async () => {
    const second = await replace({ graceSeconds: 600 });
    const third = await replace({ graceSeconds: 600 });
    await exchange(member.clientSecret).expect(401);
    await exchange(second).expect(200);
    await exchange(third).expect(200);
    await exchange('neither of them').expect(401);
    const fourth = await replace();
    await exchange(third).expect(401);
    await exchange(fourth).expect(200);
  });

  it.each([-1, 604_801, 1.5, '60', null, [60]])('refuses a grace of %j', async (graceSeconds) => {
    const { body } = await member.post('/auth/credentials/refresh', { graceSeconds }).expect(422);
    expect(body.detail).toMatchObject([{ loc: ['body', 'graceSeconds'] }]);
    await exchange(member.clientSecret).expect(200);
  });

  it('works for keys that are older than versions and scopes', async () => {
    const newer = { secret_version: 1, scopes: 1, secret_hint: 1 };
    await app.connection.collection('api_keys').updateOne({ client_id: member.clientId }, { $unset: newer });
    const answer = await exchange(member.clientSecret).expect(200);
    expect(answer.body.scope).toBe('ingest read credentials:rotate admin');
    const secret = await replace({ graceSeconds: 60 });
    for (const good of [secret, member.clientSecret]) await exchange(good).expect(200);
  });

  it('stores neither secret', async () => {
    const secret = await replace({ graceSeconds: 60 });
    const text = JSON.stringify(await stored(app, 'api_keys', member.orgId));
    for (const each of [secret, member.clientSecret]) expect(text).not.toContain(each.slice(5, 20));
  });
});

describe('replacing the signing key', () => {
  it('leaves the tokens of the one before good, as long as it is in the list', async () => {
    const before = await createTestApp({ env: { JWT_SECRET_KEY: FIRST.replaceAll(' ', '-') } });
    const member = await before.join();
    const names = { MONGO_DB_NAME: before.connection.name };
    const list = [SECOND, FIRST].map((secret) => secret.replaceAll(' ', '-'));
    const during = await createTestApp({ env: { ...names, JWT_SECRET_KEYS: list.join(',') } });
    const after = await createTestApp({ env: { ...names, JWT_SECRET_KEYS: list[0] ?? '' } });
    const use = async (at: TestApp, token: string): Promise<number> =>
      (await at.http.get('/dashboard/health').auth(token, { type: 'bearer' })).status;
    const { clientId, clientSecret } = member;
    const { body } = await during.http.post('/auth/token').send({ clientId, clientSecret }).expect(200);
    expect(headerOf(body.access_token)['kid']).not.toBe(headerOf(member.token)['kid']);
    expect([await use(during, member.token), await use(during, body.access_token)]).toEqual([200, 200]);
    expect([await use(after, member.token), await use(after, body.access_token)]).toEqual([401, 200]);
    expect(await use(before, body.access_token)).toBe(401);
    expect(after.app.get(SigningKeys).verifying(member.token)).toBeUndefined();
    await after.close();
    await during.close();
    await before.close();
  });
});
