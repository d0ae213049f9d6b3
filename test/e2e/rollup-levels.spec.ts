import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { RetentionService } from '../../src/telemetry/retention.service.js';
import { RollupsStore } from '../../src/telemetry/rollups.store.js';
import { VerifyService } from '../../src/telemetry/verify.service.js';
import { llmEvent, mlEvent } from '../support/factories.js';
import { stored } from '../support/stored.js';
import { createTestApp, type Member, type TestApp } from '../support/test-app.js';

const LEVELS = ['rollups', 'rollups_minute', 'rollups_hour', 'rollups_day'] as const;
const NOON = new Date('2026-03-31T12:00:00.000Z');
const DAY_S = 24 * 3600;

function after(seconds: number): Date {
  return new Date(NOON.getTime() + seconds * 1000);
}

function slow(seconds: number, latency_ms: number): object {
  return llmEvent({ timestamp: after(seconds).toISOString(), latency_ms });
}

describe('levels of roll-ups', () => {
  let app: TestApp, member: Member;
  beforeEach(async () => {
    app = await createTestApp();
    app.travelTo(NOON);
    member = await app.join();
  });
  afterEach(() => app.close());

  async function send(...events: object[]): Promise<void> {
    await member.post('/ingest/llm', { events }).expect(200);
    await app.drain();
  }

  /** Of each level, by time: how many events each bucket counts. */
  async function counts(): Promise<Record<string, number[]>> {
    const levels = LEVELS.map(async (level) => {
      const rows = await stored(app, level, member.orgId);
      rows.sort((one, other) => Number(one['start']) - Number(other['start']));
      return [level, rows.map((row) => Number(row['normal']) + Number(row['suspicious']) + Number(row['risky']))];
    });
    return Object.fromEntries(await Promise.all(levels));
  }

  async function expectTotal(normalCount: number): Promise<void> {
    const { body } = await member.get('/dashboard/risk-distribution').expect(200);
    expect(body).toEqual({ normalCount, suspiciousCount: 0, riskyCount: 0 });
  }

  async function expectVerified(): Promise<void> {
    const found = await app.app.get(VerifyService).verify([member.orgId]);
    expect(found).toMatchObject({ bucketsDirty: 0, mismatches: [] });
  }

  it('each add up the one below, and late events reach them all', async () => {
    await send(slow(0, 10), slow(9, 20), slow(10, 30), slow(60, 40), slow(-1, 50));
    expect(await counts()).toEqual({
      rollups: [1, 2, 1, 1],
      rollups_minute: [1, 3, 1],
      rollups_hour: [1, 4],
      rollups_day: [5],
    });
    await send(slow(5, 60), slow(-DAY_S, 70));
    expect(await counts()).toEqual({
      rollups: [1, 1, 3, 1, 1],
      rollups_minute: [1, 1, 4, 1],
      rollups_hour: [1, 1, 5],
      rollups_day: [1, 6],
    });
    const { body } = await member.get('/dashboard/models').expect(200);
    expect(body.models).toMatchObject([{ mean_latency_ms: 40 }]);
    await expectTotal(7);
    await expectVerified();
  });

  it.each([
    { from: 0, to: 10, mean: 15 },
    { from: 1, to: 60, mean: 30 },
    { from: -3600, to: 3600, mean: 28 },
    { from: -1, to: 1, mean: 15 },
    { from: -10, to: 70, mean: 28 },
    { from: -2 * DAY_S, to: DAY_S, mean: 33.125 },
    { from: 120, to: 240, mean: null },
  ])('answer with a mean latency of $mean from $from s to $to s', async ({ from, to, mean }) => {
    const far = [slow(-DAY_S, 5), slow(-DAY_S + 3, 35), slow(-3601, 85)];
    await send(slow(0, 10), slow(9, 20), slow(10, 30), slow(60, 40), slow(-10, 40), ...far);
    const window = { from: after(from), to: after(to) };
    const [sum] = await app.app.get(RollupsStore).latenciesWithin(member.orgId, 'llm', window);
    expect(sum === undefined ? null : sum.sumMs / sum.count).toBe(mean);
  });

  it('keep what they counted when the events are gone, whatever becomes dirty again', async () => {
    await send(slow(-28 * DAY_S, 10), slow(-28 * DAY_S + 1, 10), slow(0, 10));
    app.travelTo(after(2 * DAY_S + 10));
    await app.app.get(RetentionService).deleteOld();
    expect(await stored(app, 'llm_events', member.orgId)).toHaveLength(1);
    for (const level of LEVELS)
      await app.connection.collection(level).updateMany({}, { $inc: { v: 1 }, $set: { q: true } });
    await app.drain();
    const full = { rollups_minute: [2, 1], rollups_hour: [2, 1], rollups_day: [2, 1] };
    expect(await counts()).toEqual({ rollups: [2, 1], ...full });
    await expectTotal(3);
    await expectVerified();
  });

  it('go one after the other, the finest first; days stay', async () => {
    await send(slow(0, 10));
    const ages = [
      { days: 31, left: ['rollups', 'rollups_minute', 'rollups_hour', 'rollups_day'] },
      { days: 31.01, left: ['rollups_minute', 'rollups_hour', 'rollups_day'] },
      { days: 32.01, left: ['rollups_hour', 'rollups_day'] },
      { days: 400.01, left: ['rollups_day'] },
      { days: 4000, left: ['rollups_day'] },
    ];
    for (const { days, left } of ages) {
      app.travelTo(after(days * DAY_S));
      await app.app.get(RetentionService).deleteOld();
      for (const level of LEVELS)
        await app.connection.collection(level).updateMany({}, { $inc: { v: 1 }, $set: { q: true } });
      await app.drain();
      const rows = await counts();
      expect(LEVELS.filter((level) => rows[level]?.length === 1)).toEqual(left);
      await expectTotal(1);
    }
  });

  it('are not deleted while they are dirty', async () => {
    await send(slow(0, 10));
    app.travelTo(after(40 * DAY_S));
    await app.connection.collection('rollups').updateMany({}, { $set: { q: true } });
    await app.app.get(RetentionService).deleteOld();
    expect(await stored(app, 'rollups', member.orgId)).toHaveLength(1);
  });

  it('are built once in a database that has the finest only', async () => {
    await send(slow(0, 10), slow(-3600, 20), slow(-DAY_S, 30));
    await member.post('/ingest/ml', { events: [mlEvent({ timestamp: NOON.toISOString() })] }).expect(200);
    await app.drain();
    const before = await counts();
    for (const name of [...LEVELS.slice(1), 'upgrades']) await app.connection.collection(name).deleteMany({});
    const later = await createTestApp({ env: { MONGO_DB_NAME: app.connection.name } });
    later.travelTo(NOON);
    await later.drain();
    expect(await counts()).toEqual(before);
    const done = (await stored(later, 'upgrades')).map(({ _id }) => _id);
    expect(done).toEqual(expect.arrayContaining(['rollup_levels', 'signal_rollups']));
    await later.app.close();
    await expectTotal(4);
    await expectVerified();
  });
});
