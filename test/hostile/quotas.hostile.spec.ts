import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import mongoose from 'mongoose';
import { BaselineVersionsStore } from '../../src/drift/baseline-versions.store.js';
import type { ModelWatch } from '../../src/drift/model-watch.js';
import { ModelProfilesService } from '../../src/drift/model-profiles.service.js';
import { newSignal, type WatchedSignal } from '../../src/drift/watched-signal.js';
import { RetentionService } from '../../src/telemetry/retention.service.js';
import { mlEvent, times } from '../support/factories.js';
import { createTestApp, type Member, type TestApp } from '../support/test-app.js';

const PROFILE = { baseline_latency_ms: 40 };
const SPREAD = { mean: 1, std: 1 };

describe('hostile-129 an organization that wants ever more', () => {
  let app: TestApp;
  beforeAll(async () => {
    app = await createTestApp({ env: { MAX_MODELS: '5', MAX_MODEL_NAME_CHARS: '32' }, hasClockwork: false });
  });
  afterAll(() => app.close());

  const put = (member: Member, name: string, body: object = PROFILE) =>
    member.put(`/models/${encodeURIComponent(name)}/profile`, body);
  const ingest = (member: Member, name: string) =>
    member.post('/ingest/ml', { events: [mlEvent({ model_name: name })] });
  const profiles = async ({ orgId }: Member): Promise<number> =>
    app.connection.collection('model_profiles').countDocuments({ organization_id: new mongoose.Types.ObjectId(orgId) });

  it('hostile-129 sets no more profiles than it may have models', async () => {
    const member = await app.join();
    for (let index = 0; index < 5; index++) await put(member, `m${index}`).expect(200);
    const { body } = await put(member, 'm5').expect(422);
    expect(body.detail).toMatchObject([{ loc: ['path', 'model_name'], code: 'too_many_models' }]);
    await put(member, 'm0', { baseline_latency_ms: 80 }).expect(200);
    expect(await profiles(member)).toBe(5);
  });

  it('hostile-129 nor many at once', async () => {
    const member = await app.join();
    const answers = await Promise.all(times(20, async (index) => put(member, `at-once-${index}`)));
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(5);
    expect(await profiles(member)).toBe(5);
  });

  it('hostile-129 models with events and models with profiles are one number', async () => {
    const member = await app.join();
    for (let index = 0; index < 3; index++) await ingest(member, `sends${index}`).expect(200);
    await put(member, 'sends0').expect(200);
    for (let index = 0; index < 2; index++) await put(member, `set${index}`).expect(200);
    await put(member, 'set2').expect(422);
    await ingest(member, 'sends3').expect(422, /too_many_models/);
    await ingest(member, 'set0').expect(200);
    await member.delete('/models/set1/profile').expect(200);
    await ingest(member, 'sends3').expect(200);
    await put(member, 'set1').expect(422);
  });

  it('hostile-129 a profile counts also when its model has been silent for longer than events are kept', async () => {
    const member = await app.join();
    for (let index = 0; index < 5; index++) await put(member, `kept${index}`).expect(200);
    app.travelTo(new Date(Date.now() + 60 * 86_400_000));
    await app.app.get(RetentionService).deleteOld();
    app.travelTo(null);
    await put(member, 'kept5').expect(422);
  });

  it('hostile-129 profiles from before they counted are counted by the next start', async () => {
    const member = await app.join();
    for (let index = 0; index < 5; index++) await put(member, `old${index}`).expect(200);
    const filter = { organization_id: new mongoose.Types.ObjectId(member.orgId) };
    await app.connection.collection('active_models').deleteMany(filter);
    await app.connection.collection('upgrades').deleteOne({ _id: 'profiles_count_as_models' as never });
    await app.app.get(ModelProfilesService).onApplicationBootstrap();
    await put(member, 'old5').expect(422);
  });

  it.each([
    { what: 'of a megabyte', name: 'x'.repeat(1_000_000) },
    { what: 'of 257 characters', name: 'x'.repeat(257) },
  ])('hostile-129 names no feature with a name $what', async ({ name }) => {
    const member = await app.join();
    const { body, text } = await put(member, 'm', { ...PROFILE, feature_stats: { ok: SPREAD, [name]: SPREAD } }).expect(
      422,
    );
    expect(body.detail).toMatchObject([{ loc: ['body', 'feature_stats'], code: 'feature_names' }]);
    expect(text).not.toContain('xxx');
    expect(await profiles(member)).toBe(0);
  });

  it('hostile-129 names features of 256 characters, a thousand and no more', async () => {
    const member = await app.join();
    const named = (count: number): object =>
      Object.fromEntries(times(count, (index) => [String(index).padEnd(256, 'x'), SPREAD]));
    await put(member, 'm', { ...PROFILE, feature_stats: named(1000) }).expect(200);
    await put(member, 'm', { ...PROFILE, feature_stats: named(1001) }).expect(422);
  });

  it('hostile-129 no name of an ingested key becomes a signal, long as it is', async () => {
    const member = await app.join();
    const long = 'k'.repeat(200_000);
    const events = times(3, () => mlEvent({ model_name: 'm', input_data: { [long]: 5, amount: 1 } }));
    await member.post('/ingest/ml', { events }).expect(200);
    await app.drain();
    const rollups = await app.connection.collection('signal_rollups').find({}).toArray();
    expect(JSON.stringify(rollups).length).toBeLessThan(100_000);
  });

  it.each([
    { method: 'get', route: '' },
    { method: 'get', route: '/profile' },
    { method: 'put', route: '/profile' },
    { method: 'delete', route: '/profile' },
    { method: 'get', route: '/drift' },
    { method: 'get', route: '/drift/episodes' },
    { method: 'get', route: '/baseline' },
    { method: 'post', route: '/baseline/reset' },
    { method: 'post', route: '/baseline/accept' },
    { method: 'put', route: '/baseline/pin' },
    { method: 'delete', route: '/baseline/pin' },
  ] as const)('hostile-129 no path names a model longer than events may: $method $route', async ({ method, route }) => {
    const member = await app.join();
    const body = route.endsWith('pin') ? { from: '2026-03-01T00:00:00Z', to: '2026-03-02T00:00:00Z' } : PROFILE;
    const path = `/models/${'n'.repeat(33)}${route}`;
    const answer = method === 'put' ? member.put(path, body) : member[method](path);
    const { body: problem } = await answer.expect(422);
    expect(problem.detail).toMatchObject([{ loc: ['path', 'model_name'], code: 'max_length' }]);
  });

  it('hostile-129 keeps the latest hundred baselines of a signal, however often it decides anew', async () => {
    const member = await app.join();
    const store = app.app.get(BaselineVersionsStore);
    const watch: ModelWatch = {
      orgId: member.orgId,
      kind: 'ml',
      modelName: 'm',
      version: 1,
      throughMs: 0,
      signals: [],
    };
    const baseline = { status: 'pinned', fromMs: 0, toMs: 1, buckets: 1, trimmed: 0, figures: null };
    for (let version = 1; version <= 130; version++) {
      const signal = { ...newSignal('latency', 'latency', 0), version, baseline } as unknown as WatchedSignal;
      await store.add(watch, [signal], new Date(version));
    }
    const kept = await store.newest(member.orgId, 'm', 1000);
    expect(kept).toHaveLength(100);
    expect(kept.at(0)?.version).toBe(130);
  });

  it('hostile-129 allows two thousand things at most', async () => {
    const member = await app.join();
    const filter = { _id: new mongoose.Types.ObjectId(member.orgId) };
    await member.post('/risk/allowances', { text: 'the first' }).expect(200);
    const allowances = times(2000, (index) => ({ kind: 'text', sha256: String(index).padStart(64, '0') }));
    await app.connection.collection('risk_policies').updateOne(filter, { $set: { allowances } });
    await member.post('/risk/allowances', { text: 'one more' }).expect(200);
    expect((await member.get('/risk/policy').expect(200)).body.allowance_count).toBe(2000);
  });
});
