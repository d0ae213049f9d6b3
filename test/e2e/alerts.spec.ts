import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { AlertReviewService } from '../../src/alerts/alert-review.service.js';
import { HealthService } from '../../src/health/health.service.js';
import { llmEvent, mlEvent, riskyCall, suspiciousCall, times } from '../support/factories.js';
import { stored } from '../support/stored.js';
import { createTestApp, type Member, type TestApp } from '../support/test-app.js';

const NOON = new Date('2026-03-01T12:00:00.000Z');

interface Alert {
  readonly id: string;
  readonly model_name: string | null;
  readonly type: string;
  readonly message: string;
  readonly severity: string;
  readonly created_at: string;
  readonly resolved: boolean;
}

describe('alerts', () => {
  let app: TestApp, member: Member;
  beforeAll(async () => {
    app = await createTestApp();
  });
  beforeEach(async () => {
    app.travelTo(NOON);
    member = await app.join();
    await member.put('/models/fraud/profile', { baseline_latency_ms: 100 }).expect(200);
  });
  afterAll(() => app.close());

  function later(minutes: number): void {
    app.travelTo(new Date(NOON.getTime() + minutes * 60_000));
  }

  async function drift(percent: number): Promise<void> {
    await member.post('/ingest/ml', { events: [mlEvent({ latency_ms: 100 + percent })] }).expect(200);
    await app.drain();
  }

  async function calls(...events: readonly object[]): Promise<void> {
    await member.post('/ingest/llm', { events }).expect(200);
    await app.drain();
  }

  async function alerts(type?: string): Promise<Alert[]> {
    const all = (await member.get('/dashboard/alerts').expect(200)).body as Alert[];
    return all.filter((alert) => type === undefined || alert.type === type);
  }

  it('there are none where nothing is wrong', async () => {
    await drift(10);
    await calls(llmEvent());
    expect(await alerts()).toEqual([]);
  });

  it.each([
    { percent: 19, severity: [] },
    { percent: 21, severity: ['warning'] },
    { percent: 49, severity: ['warning'] },
    { percent: 50, severity: ['critical'] },
    { percent: 100, severity: ['critical'] },
  ])('of a drift of $percent are $severity', async ({ percent, severity }) => {
    await drift(percent);
    expect((await alerts('drift')).map((alert) => alert.severity)).toEqual(severity);
  });

  it('of drift name the model and the score with two decimals', async () => {
    await drift(25);
    const [alert] = await alerts('drift');
    expect(alert).toEqual({
      id: expect.stringMatching(/^[0-9a-f]{32}$/),
      model_name: 'fraud',
      type: 'drift',
      message: expect.stringMatching(/fraud.*\b25\.00\b/),
      severity: 'warning',
      created_at: NOON.toISOString(),
      resolved: false,
    });
  });

  it('of drift are one while it lasts, and become more severe', async () => {
    await drift(25);
    later(6);
    await drift(26);
    later(12);
    await drift(80);
    const [alert, ...others] = await alerts('drift');
    expect(others).toEqual([]);
    expect(alert).toMatchObject({ severity: 'critical', created_at: NOON.toISOString(), resolved: false });
    expect(alert?.message).toContain('80.00');
    expect(await stored(app, 'alerts', member.orgId)).toContainEqual(
      expect.objectContaining({ type: 'drift', occurrences: 3 }),
    );
  });

  it('of drift are resolved when it ends, and are others when it comes again', async () => {
    await drift(25);
    later(6);
    await drift(0);
    expect(await alerts('drift')).toEqual([expect.objectContaining({ resolved: true })]);
    later(12);
    await drift(30);
    const again = await alerts('drift');
    expect(again.map((alert) => alert.resolved)).toEqual([false, true]);
    expect(new Set(again.map((alert) => alert.id)).size).toBe(2);
  });

  it('of drift are resolved by the review when the model has fallen silent', async () => {
    await drift(25);
    later(14);
    await app.app.get(AlertReviewService).review();
    expect(await alerts('drift')).toEqual([expect.objectContaining({ resolved: false })]);
    later(15);
    await app.app.get(AlertReviewService).review();
    expect(await alerts('drift')).toEqual([expect.objectContaining({ resolved: true })]);
  });

  it.each([
    { latencyMs: 1000, severity: [] },
    { latencyMs: 1100, severity: ['warning'] },
    { latencyMs: 2000, severity: ['warning'] },
    { latencyMs: 2100, severity: ['critical'] },
  ])('of health under full drift with calls of $latencyMs ms are $severity', async ({ latencyMs, severity }) => {
    await drift(100);
    await calls(llmEvent({ latency_ms: latencyMs }));
    const found = await alerts('health');
    expect(found.map((alert) => alert.severity)).toEqual(severity);
    expect(found.map((alert) => alert.model_name)).toEqual(severity.map(() => null));
  });

  it('of health are one while it lasts, and resolved when it ends', async () => {
    await drift(100);
    await calls(llmEvent({ latency_ms: 1500 }));
    await calls(llmEvent({ latency_ms: 3000 }));
    expect(await alerts('health')).toEqual([
      expect.objectContaining({ severity: 'critical', resolved: false, message: expect.stringMatching(/\b35\.00\b/) }),
    ]);
    later(16);
    await app.app.get(HealthService).scoreAll();
    expect(await alerts('health')).toEqual([expect.objectContaining({ resolved: true })]);
  });

  it('of risk are one for each risky event, critical, and none for others', async () => {
    await calls(riskyCall({ model_name: 'a' }), suspiciousCall(), llmEvent(), riskyCall({ model_name: 'b' }));
    const found = await alerts('risk');
    expect(found.map((alert) => alert.model_name).sort()).toEqual(['a', 'b']);
    for (const { severity, message, model_name, resolved } of found) {
      expect({ severity, resolved }).toEqual({ severity: 'critical', resolved: false });
      expect(message).toMatch(new RegExp(`\\b${model_name}\\b.*\\b0\\.80\\b`));
    }
  });

  it('of a risky prediction name it', async () => {
    const stats = { amount: { mean: 10, std: 1 } };
    await member.put('/models/fraud/profile', { baseline_latency_ms: 100, feature_stats: stats }).expect(200);
    const input = { probabilities: [0.4, 0.3, 0.3], features: { amount: 20 } };
    await member.post('/ingest/ml', { events: [mlEvent({ latency_ms: 300, input_data: input })] }).expect(200);
    await app.drain();
    expect(await alerts('risk')).toEqual([
      expect.objectContaining({ model_name: 'fraud', severity: 'critical', message: expect.stringContaining('0.84') }),
    ]);
  });

  it('are shown newest first, 100 at most', async () => {
    await calls(riskyCall({ model_name: 'oldest' }));
    later(1);
    await calls(...times(60, () => riskyCall({ model_name: 'middle' })));
    later(2);
    await calls(...times(60, () => riskyCall({ model_name: 'newest' })));
    const shown = await alerts();
    expect(shown).toHaveLength(100);
    expect(shown.map((alert) => alert.model_name)).toEqual([
      ...times(60, () => 'newest'),
      ...times(40, () => 'middle'),
    ]);
    expect(await stored(app, 'alerts', member.orgId)).toHaveLength(121);
  });
});
