import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { ApiKeysService } from '../../../src/auth/api-keys.service.js';
import { PasswordHash } from '../../../src/auth/password-hash.js';
import { TokensService } from '../../../src/auth/tokens.service.js';
import { times } from '../factories.js';
import { createTestApp, type Member, type TestApp } from '../test-app.js';
import { audited } from './helpers.js';

/** Rows 65-71 and 87 of the hostile inputs: what strangers send to POST /auth/token. */
export function hostileCredentials(): void {
  describe('hostile credentials', () => {
    let app: TestApp, member: Member;
    beforeAll(async () => {
      app = await createTestApp({ env: { TOKEN_FAILURES_PER_CLIENT: '200' } });
      member = await app.join();
    });
    afterAll(() => app.close());
    afterEach(() => vi.restoreAllMocks());

    const exchange = (body: object): ReturnType<typeof app.http.post> => app.http.post('/auth/token').send(body);
    const form = (fields: object): ReturnType<typeof app.http.post> =>
      app.http
        .post('/auth/token')
        .type('form')
        .send({ grant_type: 'client_credentials', ...fields });

    it('hostile-65 operators in place of credentials are 422', async () => {
      const { body } = await exchange({ clientId: { $ne: null }, clientSecret: { $gt: '' } }).expect(422);
      expect(body.detail.map(({ loc }: { loc: string[] }) => loc.join('.'))).toEqual([
        'body.clientId',
        'body.clientSecret',
      ]);
      await form({ 'client_id[$ne]': '', 'client_secret[$gt]': '' }).expect(401, /invalid_client/);
    });

    it('hostile-66 an unknown client and a wrong secret get one answer, after as long', async () => {
      const unknown = { clientId: 'aegis_nobody', clientSecret: 'wrong' };
      const wrong = { clientId: member.clientId, clientSecret: 'wrong' };
      const tookMs: { unknown: number[]; wrong: number[] } = { unknown: [], wrong: [] };
      const bodies: object[] = [];
      // In turns, so that whatever slows the machine down slows both.
      for (let turn = 0; turn < 9; turn++) {
        for (const [who, body] of Object.entries({ unknown, wrong })) {
          const startMs = performance.now();
          const answer = await exchange(body).expect(401);
          tookMs[who as 'unknown'].push(performance.now() - startMs);
          bodies.push({ ...answer.body, requestId: '' });
        }
      }
      expect(new Set(bodies.map((body) => JSON.stringify(body))).size).toBe(1);
      const ratio = median(tookMs.unknown) / median(tookMs.wrong);
      process.stdout.write(`hostile-66: unknown client / wrong secret, median of 9: ${ratio.toFixed(2)}\n`);
      // Without the work it would be a hundredth.
      expect(ratio).toBeGreaterThan(0.33);
      expect(ratio).toBeLessThan(3);
    });

    it.each([73, 1025, 15_000])('hostile-67 a secret of %d bytes is 401 and not hashed', async (length) => {
      const matches = vi.spyOn(app.app.get(PasswordHash), 'matches');
      await exchange({ clientId: member.clientId, clientSecret: 'x'.repeat(length) }).expect(401);
      expect(matches).not.toHaveBeenCalled();
    });

    it('hostile-68 many token requests at once keep nobody else waiting, and those beyond the queue are 429', async () => {
      const finished: string[] = [];
      const attempts = times(40, async (index) => {
        const { status, headers } = await exchange({ clientId: member.clientId, clientSecret: `wrong ${index}` });
        finished.push('token');
        return { status, retryAfter: headers['retry-after'] };
      });
      await app.http.get('/health').expect(200);
      finished.push('health');
      const answers = await Promise.all(attempts);
      const refused = answers.filter(({ status }) => status === 429);
      expect(refused.length).toBeGreaterThan(0);
      expect(answers.filter(({ status }) => status === 401)).toHaveLength(40 - refused.length);
      for (const { retryAfter } of refused) expect(Number(retryAfter)).toBeGreaterThan(0);
      expect(finished.indexOf('health')).toBeLessThan(finished.length - 1);
    });

    it('hostile-68 many clients with one right secret at once cost one comparison', async () => {
      const fleet = await app.join('Fleet', { name: 'fleet' });
      const { clientId, clientSecret } = await app.app.get(ApiKeysService).createKey(fleet.orgId);
      const matches = vi.spyOn(app.app.get(PasswordHash), 'matches');
      for (const { status } of await Promise.all(times(40, () => exchange({ clientId, clientSecret })))) {
        expect(status).toBe(200);
      }
      expect(matches).toHaveBeenCalledTimes(1);
    });

    it('hostile-70 a form and Basic get a token, and failures are in the words of RFC 6749', async () => {
      const { clientId, clientSecret } = member;
      const asForm = await form({ client_id: clientId, client_secret: clientSecret }).expect(200);
      expect(asForm.body).toMatchObject({ token_type: 'bearer', expires_in: 3600 });
      expect(asForm.headers).toMatchObject({ 'cache-control': 'no-store', pragma: 'no-cache' });
      await form({ scope: 'read' })
        .auth(clientId, clientSecret)
        .expect(200)
        .expect(/"scope":"read"/);
      const wrong = await form({}).auth(clientId, 'wrong').expect(401);
      expect(wrong.body).toMatchObject({ error: 'invalid_client' });
      expect(wrong.headers).toMatchObject({
        'www-authenticate': expect.stringMatching(/^Basic /),
        'cache-control': 'no-store',
      });
      await form({ scope: 'everything' })
        .auth(clientId, clientSecret)
        .expect(400, /"error":"invalid_scope"/);
      await form({ grant_type: 'password' })
        .auth(clientId, clientSecret)
        .expect(400, /"error":"unsupported_grant_type"/);
      await app.http
        .post('/auth/token')
        .auth(clientId, clientSecret)
        .expect(400, /"error":"invalid_request"/);
      await form({ client_id: 'x'.repeat(129), client_secret: 'x' }).expect(400, /"error":"invalid_request"/);
      await form({ pad: 'x'.repeat(20_000) }).expect(413);
      await app.http
        .post('/auth/token')
        .type('form')
        .send(Buffer.from('a=\xff', 'latin1').toString('latin1'))
        .expect(400);
    });

    it('hostile-71 credentials in header and body at once are 400', async () => {
      const { clientId, clientSecret } = member;
      const both = form({ client_id: clientId, client_secret: clientSecret }).auth(clientId, clientSecret);
      await both.expect(400, /"error":"invalid_request"/);
      await exchange({ clientId, clientSecret })
        .auth(clientId, clientSecret)
        .expect(400, /"code":"invalid_request"/);
    });

    it('hostile-87 a token in the address or in a form is no token', async () => {
      await app.http.get(`/dashboard/health?access_token=${member.token}`).expect(401);
      await app.http.post(`/auth/credentials/refresh?access_token=${member.token}`).expect(401);
      await app.http.post('/auth/credentials/refresh').send({ access_token: member.token }).expect(401);
    });
  });

  describe('hostile guessing', () => {
    let app: TestApp, member: Member;
    beforeAll(async () => {
      app = await createTestApp({ env: { TOKEN_FAILURES_PER_CLIENT: '5' } });
      member = await app.join();
    });
    afterAll(() => app.close());

    it('hostile-69 guessing one secret from many addresses is slowed down, and its owner is not locked out', async () => {
      const { clientId, clientSecret } = member;
      const tokens = app.app.get(TokensService);
      const guess = async (index: number): Promise<string> =>
        tokens.exchange({ clientId, clientSecret: `guess ${index}` }, { address: `198.51.100.${index}` }).then(
          () => 'a token',
          ({ code, headers }: { code: string; headers: object }) => `${code} ${Object.keys(headers).join()}`,
        );
      const outcomes: string[] = [];
      for (let index = 0; index < 10; index++) outcomes.push(await guess(index));
      expect(outcomes.slice(0, 5)).toEqual(times(5, () => 'bad_credentials WWW-Authenticate'));
      expect(outcomes.slice(5)).toEqual(times(5, () => 'too_many_failures Retry-After'));
      await app.http.post('/auth/token').send({ clientId, clientSecret }).expect(200);
      expect(await audited(app, member, 'token_refused')).toBeGreaterThan(1);
    });
  });
}

function median(values: readonly number[]): number {
  return [...values].sort((one, other) => one - other)[Math.floor(values.length / 2)] ?? 0;
}
