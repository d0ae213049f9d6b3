import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { DriftMonitor } from '../../src/drift/drift-monitor.service.js';
import { SilenceService } from '../../src/drift/silence.service.js';
import { SignalsCounted } from '../../src/telemetry/telemetry.facts.js';
import { BUCKET_MS, DriftTraffic, TRAFFIC_BEGIN } from '../support/drift-traffic.js';
import { llmEvent, times } from '../support/factories.js';
import { stored } from '../support/stored.js';
import { createTestApp, type Member, type TestApp } from '../support/test-app.js';

interface Signal {
  readonly signal: string;
  readonly state: string;
  readonly baseline: string;
  readonly direction: string | null;
  readonly histogram: readonly { readonly baseline: number; readonly current: number }[];
}

describe('drift of signals', () => {
  let app: TestApp, member: Member, traffic: DriftTraffic;
  beforeAll(async () => {
    app = await createTestApp({ hasClockwork: false });
  });
  beforeEach(async () => {
    ({ member, traffic } = await DriftTraffic.begin(app));
  });
  afterAll(() => app.close());

  async function drift(): Promise<{ state: string; signals: Signal[]; episodes: Record<string, unknown>[] }> {
    return (await member.get('/models/m/drift').expect(200)).body;
  }

  async function signal(name: string): Promise<Signal | undefined> {
    return (await drift()).signals.find((one) => one.signal === name);
  }

  async function alerts(): Promise<Record<string, unknown>[]> {
    const { body } = await member.get('/dashboard/alerts').expect(200);
    return body.filter((alert: Record<string, unknown>) => alert['episode_id'] !== undefined);
  }

  it('is unknown of a model without a counted bucket', async () => {
    await member.get('/models/m/drift').expect(404);
    await member.get('/models/m/baseline').expect(404);
    expect((await member.get('/models/m/drift/episodes').expect(200)).body).toEqual({ episodes: [] });
  });

  it('is collected, then calm, and the profile fills itself', async () => {
    await traffic.send(0, 10);
    expect(await drift()).toMatchObject({ state: 'collecting', episodes: [] });
    expect((await drift()).signals.map((one) => [one.signal, one.state, one.baseline])).toEqual([
      ['feature.amount', 'collecting', 'collecting'],
      ['feature.country', 'collecting', 'collecting'],
      ['latency', 'collecting', 'collecting'],
      ['prediction', 'collecting', 'collecting'],
    ]);
    await traffic.send(10, 60);
    expect(await drift()).toMatchObject({ state: 'calm', episodes: [] });
    const { body } = await member.get('/models/m/baseline').expect(200);
    expect(body.signals.map(({ status }: { status: string }) => status)).toEqual(times(4, () => 'active'));
    expect(body.versions.length).toBeGreaterThanOrEqual(4);
    const profile = (await member.get('/models/m/profile').expect(200)).body;
    expect(profile).toMatchObject({ source: 'learned' });
    expect(profile.baseline_latency_ms).toBeCloseTo(100, -1);
    expect(profile.feature_stats.amount.mean).toBeCloseTo(50, -1);
    expect(profile.feature_stats.amount.std).toBeGreaterThan(10);
    expect(Object.keys(profile.feature_stats)).toEqual(['amount']);
  });

  it('opens one episode and one alert, which end when it does', async () => {
    await traffic.send(0, 60);
    await traffic.send(60, 66, { amount: 150 });
    const found = await drift();
    expect(found).toMatchObject({
      state: 'drifting',
      episodes: [{ signal: 'feature.amount', kind: 'ml', ended: null, severity: 'critical' }],
    });
    expect(await signal('feature.amount')).toMatchObject({ state: 'drifting', severity: 'critical' });
    expect(await signal('latency')).toMatchObject({ state: 'calm' });
    const { histogram = [] } = (await signal('feature.amount')) ?? {};
    expect(histogram.reduce((sum, bin) => sum + bin.baseline, 0)).toBeCloseTo(1, 9);
    expect(histogram.reduce((sum, bin) => sum + bin.current, 0)).toBeCloseTo(1, 9);
    expect(await alerts()).toMatchObject([{ type: 'drift', model_name: 'm', severity: 'critical', resolved: false }]);
    await traffic.send(66, 112);
    const after = await drift();
    expect(after).toMatchObject({ state: 'calm', episodes: [{ end_reason: 'calm' }] });
    expect(after.episodes).toHaveLength(1);
    expect(await alerts()).toMatchObject([{ resolved: true }]);
  });

  it('that is large is seen before its five minutes are over, and is no other one after them', async () => {
    await traffic.send(0, 60);
    await traffic.offer(60, { latencyMs: 1000 });
    expect((await drift()).episodes).toEqual([]);
    app.travelTo(new Date(TRAFFIC_BEGIN + 60.5 * BUCKET_MS));
    await app.drain();
    const early = await drift();
    expect(early).toMatchObject({ state: 'drifting', episodes: [{ signal: 'latency', ended: null }] });
    expect(await alerts()).toHaveLength(1);
    await traffic.settle(61);
    const after = await drift();
    expect(after.episodes.map(({ id }) => id)).toEqual(early.episodes.map(({ id }) => id));
    expect(await alerts()).toHaveLength(1);
  });

  it('is seen where a feature goes missing, and where a category is new', async () => {
    await traffic.send(0, 60);
    await traffic.send(60, 66, { country: 'XX' });
    expect((await drift()).episodes).toMatchObject([{ signal: 'feature.country' }]);
  });

  it('is stale without traffic, and nothing stays open', async () => {
    await traffic.send(0, 60);
    await traffic.send(60, 64, { latencyMs: 300 });
    expect(await signal('latency')).toMatchObject({ state: 'drifting', direction: 'up' });
    await traffic.settle(70);
    await app.app.get(SilenceService).endSilent();
    expect(await drift()).toMatchObject({ state: 'stale', episodes: [{ signal: 'latency', end_reason: null }] });
    await traffic.settle(80);
    await app.app.get(SilenceService).endSilent();
    const found = await drift();
    expect(found).toMatchObject({ state: 'stale', episodes: [{ signal: 'latency', end_reason: 'no_traffic' }] });
    expect(await alerts()).toMatchObject([{ resolved: true }]);
  });

  it('is looked at once, whoever asks and however often', async () => {
    await traffic.send(0, 60);
    await traffic.send(60, 64, { latencyMs: 300 });
    const before = await stored(app, 'drift_watches', member.orgId);
    const episodes = await stored(app, 'drift_episodes', member.orgId);
    const monitor = app.app.get(DriftMonitor);
    await Promise.all(times(3, async () => monitor.watch(new SignalsCounted(member.orgId, 'ml', 'm'))));
    expect(await stored(app, 'drift_watches', member.orgId)).toEqual(before);
    expect(await stored(app, 'drift_episodes', member.orgId)).toEqual(episodes);
    expect(await alerts()).toHaveLength(1);
  });

  it('is found again, and no second time, after a listener failed', async () => {
    await traffic.send(0, 60);
    const watches = app.connection.collection('drift_watches');
    const [before] = await stored(app, 'drift_watches', member.orgId);
    await traffic.send(60, 64, { latencyMs: 300 });
    const found = await alerts();
    // As if this process had died before it remembered what it had announced.
    await watches.replaceOne({ _id: before?.['_id'] as never }, before ?? {});
    await app.app.get(DriftMonitor).watch(new SignalsCounted(member.orgId, 'ml', 'm'));
    expect(await alerts()).toEqual(found);
    expect(await stored(app, 'drift_episodes', member.orgId)).toHaveLength(1);
  });

  it('of calls watches lengths and flags', async () => {
    const at = new Date(TRAFFIC_BEGIN).toISOString();
    await member.post('/ingest/llm', { events: [llmEvent({ model_name: 'm', timestamp: at })] }).expect(200);
    await app.drain();
    await traffic.settle(1);
    expect((await drift()).signals.map((one) => one.signal)).toEqual([
      'flagged',
      'latency',
      'prompt_length',
      'response_length',
    ]);
  });
});
