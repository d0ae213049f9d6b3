import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { llmEvent, mlEvent, riskyCall, times } from '../support/factories.js';
import { createTestApp, type Member, type TestApp } from '../support/test-app.js';

interface Chart {
  readonly unit: string;
  readonly starts: readonly string[];
  readonly end: string;
  readonly lines: readonly { readonly name: string; readonly values: readonly (number | null)[] }[];
}

const NOW = new Date('2026-04-01T10:00:00Z');

describe('time series', () => {
  let app: TestApp, member: Member;
  beforeAll(async () => {
    app = await createTestApp({ hasClockwork: false });
    app.travelTo(NOW);
    member = await app.join();
    const at = (timestamp: string, count: number): object[] =>
      times(count, () => mlEvent({ timestamp, latency_ms: 100 }));
    await member
      .post('/ingest/ml', {
        events: [
          // In Berlin the clocks go forward on the 29th: that day is from 23:00 to 22:00 UTC.
          ...at('2026-03-28T22:59:59Z', 1),
          ...at('2026-03-28T23:00:00Z', 2),
          // Between midnight in Kathmandu and in Kolkata.
          ...at('2026-03-29T18:20:00Z', 6),
          ...at('2026-03-29T21:59:59Z', 3),
          ...at('2026-03-29T22:00:00Z', 4),
          ...at('2026-03-29T22:30:00Z', 5),
        ],
      })
      .expect(200);
    await member
      .post('/ingest/llm', { events: [riskyCall({ timestamp: '2026-04-01T09:10:00Z' }), llmEvent()] })
      .expect(200);
    await app.drain();
  });
  afterAll(() => app.close());

  async function chart(query: string, of = member): Promise<Chart> {
    return (await of.get(`/dashboard/timeseries?${query}`).expect(200)).body as Chart;
  }

  function line({ lines }: Chart, name: string): readonly (number | null)[] | undefined {
    return lines.find((one) => one.name === name)?.values;
  }

  const DAYS = 'from=2026-03-28T12:00:00Z&to=2026-03-30T12:00:00Z&step=1d&kind=ml';

  it.each([
    { tz: 'UTC', normal: [3, 18, 0] },
    { tz: 'Europe/Berlin', normal: [1, 11, 9] },
    { tz: 'Asia/Kolkata', normal: [0, 9, 12] },
    { tz: 'Asia/Kathmandu', normal: [0, 3, 18] },
  ])('of days in $tz count from midnight to midnight there', async ({ tz, normal }) => {
    const drawn = await chart(`metric=events&tz=${tz}&${DAYS}`);
    expect(line(drawn, 'normal')).toEqual(normal);
    expect(drawn.starts).toHaveLength(3);
  });

  it('show gaps', async () => {
    const drawn = await chart('metric=latency&from=2026-03-29T20:30:00Z&to=2026-03-30T01:00:00Z&step=1h&model=fraud');
    expect(drawn.unit).toBe('ms');
    expect(drawn.starts[0]).toBe('2026-03-29T20:00:00.000Z');
    expect(drawn.end).toBe('2026-03-30T01:00:00.000Z');
    expect(line(drawn, 'mean')).toEqual([null, 100, 100, null, null]);
    expect(line(drawn, 'p95')?.[0]).toBeNull();
    expect(Math.abs((line(drawn, 'p95')?.[1] ?? 0) - 100)).toBeLessThanOrEqual(1);
  });

  it('without a span are of the last day, by the hour', async () => {
    const drawn = await chart('metric=risky_share');
    expect(drawn.starts).toHaveLength(24);
    expect(line(drawn, 'risky_share')?.slice(-2)).toEqual([null, 1]);
    expect((await chart('metric=alerts&step=1d&from=2026-04-01T00:00:00Z&to=2026-04-01T11:00:00Z')).lines).toEqual([
      { name: 'warning', values: [0] },
      { name: 'critical', values: [1] },
    ]);
    const tokens = await chart('metric=tokens&to=2026-04-01T11:00:00Z');
    expect(line(tokens, 'tokens')?.reduce((sum: number, count) => sum + (count ?? 0), 0)).toBeGreaterThan(4);
  });

  it('sum up to what the distribution says', async () => {
    const { body } = await member.get('/dashboard/risk-distribution').expect(200);
    for (const model of ['', '&model=fraud', '&model=chat']) {
      const drawn = await chart(`metric=events&step=1d&from=2026-03-01T00:00:00Z&to=2026-04-02T00:00:00Z${model}`);
      const sum = drawn.lines.flatMap(({ values }) => values).reduce((all: number, count) => all + (count ?? 0), 0);
      const all = body.normalCount + body.riskyCount;
      expect([model, sum]).toEqual([model, model === '' ? all : model === '&model=fraud' ? 21 : 2]);
    }
  });

  it('of another organization are empty', async () => {
    const other = await app.join('Other');
    for (const model of ['', '&model=fraud']) {
      const drawn = await chart(`metric=events&${DAYS}${model}`, other);
      expect(drawn.lines.flatMap(({ values }) => values)).toEqual(times(9, () => 0));
    }
  });

  it.each([
    { query: '', field: 'metric' },
    { query: 'metric=cost', field: 'metric' },
    { query: 'metric=events&step=2h', field: 'step' },
    { query: 'metric=events&step=10s', field: 'step' },
    { query: 'metric=events&step=1h&from=1970-01-01T00:00:00Z', field: 'step' },
    { query: 'metric=events&tz=Mars/Olympus', field: 'tz' },
    { query: 'metric=events&tz=Europe/Berlin&tz=UTC', field: 'tz' },
    { query: 'metric=events&from=2026-04-01T10:00:01Z', field: 'from' },
    { query: 'metric=events&from=2026-04-01T10:00:00Z&to=2026-04-01T10:00:00Z', field: 'from' },
  ])('for "$query" are refused, naming $field', async ({ query, field }) => {
    const { body } = await member.get(`/dashboard/timeseries?${query}`).expect(422);
    expect(body.detail.map(({ loc }: { loc: unknown }) => loc)).toEqual([['query', field]]);
  });
});
