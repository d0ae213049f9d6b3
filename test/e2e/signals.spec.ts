import { Injectable, Module } from '@nestjs/common';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { countsOf } from '../../src/lib/signal-counter.js';
import { SignalRollupsStore } from '../../src/telemetry/signal-rollups.store.js';
import { On } from '../../src/platform/event-bus.js';
import { SignalsService } from '../../src/telemetry/signals.service.js';
import { SignalsCounted } from '../../src/telemetry/telemetry.facts.js';
import { VerifyService } from '../../src/telemetry/verify.service.js';
import { llmEvent, mlEvent, suspiciousCall } from '../support/factories.js';
import { stored } from '../support/stored.js';
import { createTestApp, type Member, type TestApp } from '../support/test-app.js';

const NOON = new Date('2026-03-01T12:00:00.000Z');

function after(seconds: number): Date {
  return new Date(NOON.getTime() + seconds * 1000);
}

let fails = false;
let heard = 0;

/** Fails while the test wants it to. */
@Injectable()
class Listener {
  @On(SignalsCounted)
  async hear(_fact: SignalsCounted): Promise<void> {
    heard++;
    return fails ? Promise.reject(new Error('not now')) : Promise.resolve();
  }
}

@Module({ providers: [Listener] })
class ListenerModule {}

describe('signals', () => {
  let app: TestApp, member: Member;
  beforeAll(async () => {
    app = await createTestApp({ extensions: [ListenerModule], hasClockwork: false });
  });
  beforeEach(async () => {
    app.travelTo(NOON);
    member = await app.join();
  });
  afterAll(() => app.close());

  async function send(kind: 'ml' | 'llm', ...events: readonly object[]): Promise<void> {
    await member.post(`/ingest/${kind}`, { events }).expect(200);
    await app.drain();
  }

  const prediction = (seconds: number, input_data: object = {}, latency_ms = 40) =>
    mlEvent({ timestamp: after(seconds).toISOString(), prediction: null, input_data, latency_ms });

  const buckets = async (kind: 'ml' | 'llm' = 'ml') =>
    app.app
      .get(SignalRollupsStore)
      .following({ orgId: member.orgId, kind, modelName: kind === 'ml' ? 'fraud' : 'chat' }, 0, 100);

  async function verified() {
    const found = await app.app.get(VerifyService).verify([member.orgId]);
    return [found.signalBucketsChecked, found.signalBucketsWaiting, found.signalMismatches.length];
  }

  it('of a bucket are counted while it fills, and once it is over and a minute for late events', async () => {
    await send('ml', prediction(0, { amount: 5 }), prediction(299, { amount: 7 }));
    app.travelTo(after(200));
    await send('ml', prediction(150, { amount: 6, country: 'FR' }));
    expect(await verified()).toEqual([0, 1, 0]);
    expect(await buckets()).toMatchObject([{ isComplete: false, isDue: true, counts: { events: 3 } }]);
    app.travelTo(after(359));
    await app.drain();
    expect((await buckets())[0]?.isComplete).toBe(false);
    app.travelTo(after(360));
    await app.drain();
    expect(await buckets()).toMatchObject([
      { startMs: NOON.getTime(), isDue: false, isComplete: true, counts: { events: 3 } },
    ]);
    expect((await buckets())[0]?.counts?.signals).toEqual([
      { name: 'feature.amount', counts: countsOf('number', [5, 6, 7]) },
      { name: 'feature.country', counts: { ...countsOf('category', ['FR']), missing: 2 } },
      { name: 'latency', counts: countsOf('number', [40, 40, 40]) },
    ]);
    expect(await verified()).toEqual([1, 0, 0]);
  });

  it('of calls are counted with their flags', async () => {
    const at = NOON.toISOString();
    await send('llm', llmEvent({ timestamp: at, prompt: 'äö😀', response: '' }), suspiciousCall({ timestamp: at }));
    app.travelTo(after(360));
    await app.drain();
    const found = (await buckets('llm'))[0]?.counts?.signals ?? [];
    expect(Object.fromEntries(found.map(({ name, counts }) => [name, counts]))).toEqual({
      'flag.sensitive_content': countsOf('number', [0, 1]),
      flagged: countsOf('number', [0, 1]),
      latency: countsOf('number', [300, 300]),
      prompt_length: countsOf('number', [3, 2]),
      response_length: countsOf('number', [0, 45]),
    });
  });

  it('of a bucket that gets a late event are counted again, at most once a minute', async () => {
    await send('ml', prediction(0));
    app.travelTo(after(360));
    await app.drain();
    app.travelTo(after(600));
    await send('ml', prediction(10));
    app.travelTo(after(650));
    await send('ml', prediction(20));
    expect((await buckets())[0]?.counts?.events).toBe(1);
    app.travelTo(after(660));
    await app.drain();
    expect((await buckets())[0]?.counts?.events).toBe(3);
    expect(await verified()).toEqual([1, 0, 0]);
  });

  it('of the past are counted a minute after they came, whatever their order', async () => {
    await send('ml', prediction(-7200), prediction(-3600), prediction(-7000), prediction(-3600));
    app.travelTo(after(60));
    await app.drain();
    const found = await buckets();
    expect(found.map(({ startMs, counts }) => [(startMs - NOON.getTime()) / 1000, counts?.events])).toEqual([
      [-7200, 2],
      [-3600, 2],
    ]);
  });

  it('that are wrong are found by verify', async () => {
    await send('ml', prediction(0), prediction(301));
    app.travelTo(after(720));
    await app.drain();
    const wrong = { $set: { events: 7 } };
    await app.connection.collection('signal_rollups').updateOne({ start: NOON, model_name: 'fraud', events: 1 }, wrong);
    await app.connection.collection('signal_rollups').deleteOne({ start: after(300), events: 1 });
    const found = await app.app.get(VerifyService).verify([member.orgId]);
    expect(found.signalMismatches.map(({ start, kind, modelName }) => [start, kind, modelName])).toEqual([
      [NOON, 'ml', 'fraud'],
      [after(300), 'ml', 'fraud'],
    ]);
  });

  it('are kept a week, and without a word as long as they wait', async () => {
    await send('ml', prediction(0));
    app.travelTo(after(360));
    await app.drain();
    app.travelTo(after(8 * 86_400));
    await app.app.get(SignalsService).deleteOld();
    expect(await stored(app, 'signal_rollups', member.orgId)).toEqual([]);
    expect(await verified()).toEqual([0, 0, 0]);
  });

  it('are announced again, and only then done with, where a listener failed', async () => {
    await send('ml', prediction(0));
    fails = true;
    app.travelTo(after(360));
    await app.drain();
    expect(await stored(app, 'signal_rollups', member.orgId)).toMatchObject([{ complete: true, due: after(420) }]);
    fails = false;
    const before = heard;
    app.travelTo(after(420));
    await app.drain();
    expect(heard).toBe(before + 1);
    expect((await buckets())[0]).toMatchObject({ isDue: false, isComplete: true });
  });

  it('cost one mark a bucket, however many batches come', async () => {
    for (const second of [0, 1, 2, 3]) await send('ml', prediction(second));
    expect(await stored(app, 'signal_rollups', member.orgId)).toMatchObject([{ v: 1, d: 0, due: after(60) }]);
  });
});
