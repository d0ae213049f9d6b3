import { afterEach, describe, expect, it } from 'vitest';
import { loadConfig } from '../../src/platform/config/load-config.js';
import { llmEvent, mlEvent, times } from '../support/factories.js';
import { createTestApp, type Member, type TestApp } from '../support/test-app.js';

const PROFILE = '/models/fraud/profile';

describe('the configuration', () => {
  const apps: TestApp[] = [];
  afterEach(async () => {
    for (const app of apps.splice(0)) await app.close();
  });

  async function start(env: Readonly<Record<string, string>>): Promise<{ app: TestApp; member: Member }> {
    const app = await createTestApp({ env });
    apps.push(app);
    return { app, member: await app.join() };
  }

  async function drift(app: TestApp, member: Member, percent: number): Promise<void> {
    await member.put(PROFILE, { baseline_latency_ms: 100 }).expect(200);
    await member.post('/ingest/ml', { events: [mlEvent({ latency_ms: 100 + percent })] }).expect(200);
    await app.drain();
  }

  function headOf(token: string): unknown {
    return JSON.parse(Buffer.from(token.split('.')[0] ?? '', 'base64url').toString());
  }

  it('has the defaults of the contract', () => {
    expect(loadConfig({})).toMatchObject({
      mongoUri: undefined,
      mongoDbName: 'aegisai',
      jwtAlgorithm: 'HS256',
      jwtAccessTokenExpiresMinutes: 60,
      driftLatencyThresholdMs: 2000,
      healthMinScore: 0,
      healthMaxScore: 100,
      appName: 'AegisAI Backend',
      environment: 'development',
      debug: false,
      host: '127.0.0.1',
      port: 8000,
      dataDir: './data',
    });
    const production = { ENVIRONMENT: 'production', JWT_SECRET_KEY: 'a signing secret of 32 bytes or more' };
    expect(loadConfig(production).host).toBe('0.0.0.0');
  });

  it.each([
    { thresholdMs: '5000', percent: 45, count: 0 },
    { thresholdMs: '5000', percent: 55, count: 1 },
    { thresholdMs: '1000', percent: 15, count: 1 },
  ])(
    'DRIFT_LATENCY_THRESHOLD_MS $thresholdMs gives $count alert at $percent',
    async ({ thresholdMs, percent, count }) => {
      const { app, member } = await start({ DRIFT_LATENCY_THRESHOLD_MS: thresholdMs });
      await drift(app, member, percent);
      const { body } = await member.get('/dashboard/alerts').expect(200);
      expect(body).toHaveLength(count);
    },
  );

  it('HEALTH_MAX_SCORE is where health starts, HEALTH_MIN_SCORE where it ends', async () => {
    const { app, member } = await start({ HEALTH_MIN_SCORE: '45', HEALTH_MAX_SCORE: '90' });
    await member.post('/ingest/llm', { events: [llmEvent({ latency_ms: 1500 })] }).expect(200);
    await app.drain();
    expect((await member.get('/dashboard/health').expect(200)).body.score).toBe(80);
    await drift(app, member, 100);
    expect((await member.get('/dashboard/health').expect(200)).body.score).toBe(45);
  });

  it('JWT_ACCESS_TOKEN_EXPIRES_MINUTES is the life of a token', async () => {
    const { app, member } = await start({ JWT_ACCESS_TOKEN_EXPIRES_MINUTES: '5' });
    const { clientId, clientSecret } = member;
    const { body } = await app.http.post('/auth/token').send({ clientId, clientSecret }).expect(200);
    const claims = JSON.parse(Buffer.from(body.access_token.split('.')[1], 'base64url').toString());
    expect(claims.exp - claims.iat).toBe(300);
  });

  it('JWT_ALGORITHM signs, and no other is taken', async () => {
    const { member } = await start({ JWT_ALGORITHM: 'HS512' });
    expect(headOf(member.token)).toMatchObject({ alg: 'HS512' });
    await member.get('/dashboard/health').expect(200);
    const { app: other, member: short } = await start({});
    expect(headOf(short.token)).toMatchObject({ alg: 'HS256' });
    await other.http.get('/dashboard/health').auth(member.token, { type: 'bearer' }).expect(401);
  });

  it('JWT_SECRET_KEY is what tokens are signed with', async () => {
    const { app, member } = await start({ JWT_SECRET_KEY: 'one signing secret of 32 bytes or more' });
    const database = app.connection.name;
    const { app: twin } = await start({
      JWT_SECRET_KEY: 'another signing secret of 32 bytes or more',
      MONGO_DB_NAME: database,
    });
    await twin.http.get('/dashboard/health').auth(member.token, { type: 'bearer' }).expect(401);
    const { app: same } = await start({
      JWT_SECRET_KEY: 'one signing secret of 32 bytes or more',
      MONGO_DB_NAME: database,
    });
    await same.http.get('/dashboard/health').auth(member.token, { type: 'bearer' }).expect(200);
  });

  it('MONGO_DB_NAME is where everything lies', async () => {
    const { app } = await start({ MONGO_DB_NAME: 'test_of-a_name' });
    expect(app.connection.name).toBe('test_of-a_name');
    expect(await app.connection.collection('organizations').countDocuments()).toBe(1);
  });

  it('MAX_BATCH_EVENTS and MAX_TEXT_CHARS bound what is accepted', async () => {
    const { member } = await start({ MAX_BATCH_EVENTS: '2', MAX_TEXT_CHARS: '10' });
    const event = llmEvent({ prompt: '1234567890', response: '' });
    await member.post('/ingest/llm', { events: [event, event] }).expect(200);
    await member.post('/ingest/llm', { events: times(3, () => event) }).expect(422);
    await member.post('/ingest/llm', { events: [llmEvent({ prompt: '12345678901' })] }).expect(422);
  });

  it('RETENTION_DAYS and MAX_CLOCK_AHEAD_MINUTES bound timestamps', async () => {
    const { member } = await start({ RETENTION_DAYS: '1', MAX_CLOCK_AHEAD_MINUTES: '60' });
    const at = (minutes: number): object => ({
      events: [mlEvent({ timestamp: new Date(Date.now() + minutes * 60_000).toISOString() })],
    });
    await member.post('/ingest/ml', at(59)).expect(200);
    await member.post('/ingest/ml', at(61)).expect(422);
    await member.post('/ingest/ml', at(-23 * 60)).expect(200);
    await member.post('/ingest/ml', at(-25 * 60)).expect(422);
  });
});
