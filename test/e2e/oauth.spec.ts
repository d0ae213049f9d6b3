import * as oauth from 'oauth4webapi';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { headerOf } from '../support/forged-token.js';
import { createTestApp, type Member, type TestApp } from '../support/test-app.js';

/* A stock client of the OAuth working group's making, as it is: no code of ours speaks for it. */

const HTTP = { [oauth.allowInsecureRequests]: true };

describe('an OAuth 2 client library', () => {
  let app: TestApp, member: Member, server: oauth.AuthorizationServer;
  beforeAll(async () => {
    app = await createTestApp();
    member = await app.join();
    const url = await app.app.getUrl();
    server = { issuer: 'aegisai', token_endpoint: `${url}/auth/token` };
  });
  afterAll(() => app.close());

  async function tokenBy(
    auth: oauth.ClientAuth,
    parameters: Record<string, string> = {},
  ): Promise<oauth.TokenEndpointResponse> {
    const client = { client_id: member.clientId };
    const response = await oauth.clientCredentialsGrantRequest(server, client, auth, parameters, HTTP);
    return oauth.processClientCredentialsResponse(server, client, response);
  }

  it.each([
    { how: 'HTTP Basic', auth: (secret: string) => oauth.ClientSecretBasic(secret) },
    { how: 'a form', auth: (secret: string) => oauth.ClientSecretPost(secret) },
  ])('gets a token by $how that opens a route', async ({ auth }) => {
    const answer = await tokenBy(auth(member.clientSecret));
    expect(answer).toMatchObject({
      token_type: 'bearer',
      expires_in: 3600,
      scope: 'ingest read credentials:rotate admin',
    });
    expect(headerOf(answer.access_token)).toMatchObject({ alg: 'HS256', typ: 'at+jwt' });
    const url = new URL(`${await app.app.getUrl()}/dashboard/health`);
    const opened = await oauth.protectedResourceRequest(answer.access_token, 'GET', url, undefined, null, HTTP);
    expect(opened.status).toBe(200);
  });

  it('gets a narrower token where it asks for one', async () => {
    const answer = await tokenBy(oauth.ClientSecretBasic(member.clientSecret), { scope: 'ingest' });
    expect(answer.scope).toBe('ingest');
    await app.http.get('/dashboard/health').auth(answer.access_token, { type: 'bearer' }).expect(403);
  });

  it('understands what is wrong with what it asks for', async () => {
    const asked = tokenBy(oauth.ClientSecretPost(member.clientSecret), { scope: 'everything' });
    await expect(asked).rejects.toMatchObject({ error: 'invalid_scope', status: 400 });
  });

  it('is told by the challenge to prove itself', async () => {
    const asked = tokenBy(oauth.ClientSecretBasic('wrong'));
    await expect(asked).rejects.toMatchObject({ cause: [{ scheme: 'basic', parameters: { realm: 'aegisai' } }] });
  });
});
