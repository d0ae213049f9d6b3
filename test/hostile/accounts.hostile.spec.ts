import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import mongoose from 'mongoose';
import { ApiKeysService } from '../../src/auth/api-keys.service.js';
import { PasswordHash } from '../../src/auth/password-hash.js';
import { loadConfig } from '../../src/platform/config/load-config.js';
import { eventually } from '../support/poll.js';
import { times } from '../support/factories.js';
import { forgedToken } from '../support/forged-token.js';
import { createTestApp, type Member, type TestApp } from '../support/test-app.js';
import { keyOf } from '../support/tokens/helpers.js';

const WRONG = 5;

describe('hostile-127 a client whom strangers want to keep out', () => {
  let app: TestApp;
  beforeAll(async () => {
    app = await createTestApp({ env: { TOKEN_FAILURES_PER_CLIENT: String(WRONG), TOKEN_FAILURES_PER_ADDRESS: '20' } });
  });
  afterAll(() => app.close());

  const signIn = (key: { clientId: string; clientSecret: string }, to = app) => to.http.post('/auth/token').send(key);
  const keys = () => app.connection.collection('api_keys');

  /** Tries wrong secrets until none is looked at any more. */
  async function useUp(clientId: string, to = app): Promise<void> {
    const statuses: number[] = [];
    for (let tried = 0; tried < 2 * WRONG; tried++) {
      statuses.push((await signIn({ clientId, clientSecret: `wrong ${tried}` }, to)).status);
    }
    expect(statuses.at(-1)).toBe(429);
  }

  it('hostile-127 who never signed in from there is let in with the right secret', async () => {
    const member = await app.join();
    const fresh = await app.app.get(ApiKeysService).createKey(member.orgId);
    await useUp(fresh.clientId);
    for (let time = 0; time < 3; time++) await signIn(fresh).expect(200);
    await signIn({ ...fresh, clientSecret: 'wrong' }).expect(429);
  });

  it('hostile-127 who signed in before a restart is let in after it, from the strangers’ address', async () => {
    const member = await app.join();
    const restarted = await createTestApp({
      env: { MONGO_DB_NAME: app.connection.name, TOKEN_FAILURES_PER_CLIENT: '5', TOKEN_FAILURES_PER_ADDRESS: '5' },
    });
    await useUp(member.clientId, restarted);
    await useUp('aegis_nobody', restarted);
    await signIn(keyOf(member), restarted).expect(200);
    await restarted.app.close();
  });

  it('hostile-127 who replaced the secret is let in with the new one, and in its grace with the old one', async () => {
    const member = await app.join();
    const { body } = await member.post('/auth/credentials/refresh', { graceSeconds: 60 }).expect(200);
    await useUp(member.clientId);
    await signIn({ clientId: member.clientId, clientSecret: body.clientSecret }).expect(200);
    await signIn(keyOf(member)).expect(200);
  });

  it('hostile-127 a key from before proofs is let in, too, and has one from then on', async () => {
    const member = await app.join();
    const filter = { client_id: member.clientId };
    await keys().updateOne(filter, { $unset: { secret_proof: 1 } });
    const other = await createTestApp({
      env: { MONGO_DB_NAME: app.connection.name, TOKEN_FAILURES_PER_CLIENT: '5' },
    });
    for (let tried = 0; tried < 5; tried++)
      await signIn({ ...keyOf(member), clientSecret: `${tried}` }, other).expect(401);
    await signIn(keyOf(member), other).expect(200);
    await eventually(
      () => keys().findOne(filter),
      (key) => typeof key?.['secret_proof'] === 'string',
    );
    await other.app.close();
  });

  it('hostile-127 is not told from one that does not exist: neither by status nor by work', async () => {
    const member = await app.join();
    const matches = vi.spyOn(app.app.get(PasswordHash), 'matches');
    const tried = async (clientId: string): Promise<string> => {
      matches.mockClear();
      const statuses: number[] = [];
      for (let time = 0; time < 3 * WRONG; time++) {
        statuses.push((await signIn({ clientId, clientSecret: `wrong ${time}` })).status);
      }
      return `${statuses.join()} ${matches.mock.calls.length > WRONG + 3 ? 'much' : 'little'} work`;
    };
    const known = await tried(member.clientId);
    expect(await tried('aegis_nobody_at_all')).toBe(known);
    matches.mockRestore();
  });

  it('hostile-127 is let in while strangers fill the queue', async () => {
    const calm = await createTestApp();
    const member = await calm.join();
    const fresh = await calm.app.get(ApiKeysService).createKey(member.orgId);
    const strangers = times(60, async (index) =>
      signIn({ clientId: `aegis_${index}`, clientSecret: `wrong ${index}` }, calm),
    );
    const { status } = await signIn(fresh, calm);
    expect(status).toBe(200);
    const statuses = (await Promise.all(strangers)).map((answer) => answer.status);
    expect(new Set(statuses)).toEqual(new Set([401, 429]));
    await calm.close();
  });

  it('hostile-127 writes to its key once, not with every sign-in', async () => {
    const member = await app.join();
    const update = vi.spyOn(mongoose.mongo.Collection.prototype, 'updateOne');
    for (let time = 0; time < 3; time++) await signIn(keyOf(member)).expect(200);
    const written = update.mock.calls.filter(([, change]) => JSON.stringify(change).includes('secret_proof'));
    expect(written).toEqual([]);
    update.mockRestore();
  });

  it('hostile-127 keeps no proof that could be computed from the database alone', async () => {
    const [one, other] = [
      await app.join(),
      await createTestApp({ env: { JWT_SECRET_KEY: 'another secret that signs tokens of a test only' } }),
    ];
    const key = await other.join();
    const proofOf = async (from: TestApp, member: Member) =>
      (await from.connection.collection('api_keys').findOne({ client_id: member.clientId }))?.['secret_proof'];
    expect(await proofOf(app, one)).toMatch(/^[0-9a-f]{20}$/);
    expect(await proofOf(other, key)).not.toBe(await proofOf(app, one));
    await other.close();
  });
});

describe('hostile-128 a token with less than its key', () => {
  let app: TestApp;
  beforeAll(async () => {
    app = await createTestApp();
  });
  afterAll(() => app.close());

  const tokenOf = async (member: Member, scope: string): Promise<string> => {
    const { body } = await app.http
      .post('/auth/token')
      .send({ ...keyOf(member), scope })
      .expect(200);
    return body.access_token;
  };
  const refresh = (token: string) => app.http.post('/auth/credentials/refresh').auth(token, { type: 'bearer' });

  it.each(['credentials:rotate', 'credentials:rotate read', 'ingest read credentials:rotate'])(
    'hostile-128 replaces no secret: %s',
    async (scope) => {
      const member = await app.join();
      const { body, headers } = await refresh(await tokenOf(member, scope)).expect(403);
      expect(body.code).toBe('insufficient_scope');
      expect(headers['www-authenticate']).toMatch(/scope="[^"]*\badmin"/);
      await app.http.post('/auth/token').send(keyOf(member)).expect(200);
    },
  );

  it('hostile-128 replaces it where that is all that its key may, and with all of it', async () => {
    const rotator = await app.join('Rotator', { scopes: 'credentials:rotate' });
    const { body } = await refresh(rotator.token).expect(200);
    const { body: token } = await app.http
      .post('/auth/token')
      .send({ clientId: rotator.clientId, clientSecret: body.clientSecret })
      .expect(200);
    expect(token.scope).toBe('credentials:rotate');
    const member = await app.join();
    await refresh(await tokenOf(member, 'admin credentials:rotate read ingest')).expect(200);
  });

  it('hostile-128 a token that allows more than its key is none, whoever signed it', async () => {
    const reader = await app.join('Reader', { scopes: 'read' });
    const forged = forgedToken(reader.token, { claims: { scope: 'read admin' } });
    const { body } = await app.http.get('/dashboard/health').auth(forged, { type: 'bearer' }).expect(401);
    expect(body.code).toBe('invalid_token');
    await app.http.get('/audit').auth(forged, { type: 'bearer' }).expect(401);
    const narrower = forgedToken(reader.token, { claims: { scope: 'read' } });
    await app.http.get('/dashboard/health').auth(narrower, { type: 'bearer' }).expect(200);
  });

  it('hostile-128 in production a token that replaces a secret is five minutes old at most', () => {
    const production = {
      ENVIRONMENT: 'production',
      JWT_SECRET_KEY: 'signs tokens of a production server in this test',
    };
    expect(loadConfig(production).credentialsRefreshMaxTokenAgeSeconds).toBe(300);
    const name = 'CREDENTIALS_REFRESH_MAX_TOKEN_AGE_SECONDS';
    expect(loadConfig({ ...production, [name]: '0' }).credentialsRefreshMaxTokenAgeSeconds).toBe(0);
    expect(loadConfig({}).credentialsRefreshMaxTokenAgeSeconds).toBe(0);
  });
});
