import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { DriftEpisode } from '../../src/drift/drift.facts.js';
import { DriftEpisodesStore } from '../../src/drift/drift-episodes.store.js';
import { latencyStreams, type LatencyStream, offlineEpisodes } from '../support/drift-streams.js';
import { mlEvent } from '../support/factories.js';
import { createTestApp, type Member, type TestApp } from '../support/test-app.js';

/** A few that say the most; all of them with DRIFT_STREAMS=all. */
const FEW = ['D-lat-step200', 'D-lat-c-logn', 'D-lat-two', 'D-lat-tailonly', 'D-lat-silence'];
const streams = latencyStreams(process.env['DRIFT_STREAMS'] === 'all' ? 'all' : FEW);

const BEGIN = new Date('2026-03-01T00:00:00.000Z');
const EVENTS_AT_ONCE = 2500;

function after(ms: number): Date {
  return new Date(BEGIN.getTime() + ms);
}

describe.skipIf(streams === null)('drift of streams that are replayed', () => {
  let app: TestApp;
  beforeAll(async () => {
    app = await createTestApp({ hasClockwork: false });
  });
  afterAll(() => app.close());

  async function send(member: Member, calls: LatencyStream['calls']): Promise<void> {
    for (let first = 0; first < calls.length; first += EVENTS_AT_ONCE) {
      const events = calls.slice(first, first + EVENTS_AT_ONCE).map(({ atMs, latencyMs }) => {
        const timestamp = after(atMs).toISOString();
        return mlEvent({ model_name: 'm', prediction: null, input_data: {}, latency_ms: latencyMs, timestamp });
      });
      app.travelTo(after(calls[Math.min(first + EVENTS_AT_ONCE, calls.length) - 1]?.atMs ?? 0));
      await member.post('/ingest/ml', { events }).expect(200);
      await app.drain();
    }
  }

  /** Everything counted is looked at, as it is a minute after the last bucket. */
  async function settle(calls: LatencyStream['calls']): Promise<void> {
    app.travelTo(after((calls.at(-1)?.atMs ?? 0) + 10 * 60_000));
    await app.drain();
  }

  it.each(streams ?? [])('is the same episodes as without a server, with an alert each: $id', async (stream) => {
    const { calls, warmUpMs } = stream;
    const member = await app.join(stream.id);
    const warm = calls.filter(({ atMs }) => atMs < warmUpMs);
    await send(member, warm);
    await settle(warm);
    await member
      .put('/models/m/baseline/pin', { from: BEGIN.toISOString(), to: after(warmUpMs).toISOString() })
      .expect(200);
    await send(member, calls.slice(warm.length));
    await settle(calls);
    const found = await app.app.get(DriftEpisodesStore).ofModel(member.orgId, 'm', { before: null, limit: 100 });
    const wanted = offlineEpisodes(stream);
    expect(found.reverse().map(comparable)).toEqual(wanted);
  });

  function comparable({ since, ended, direction, method }: DriftEpisode) {
    const [sinceMs, endedMs] = [since, ended].map((at) => (at === null ? null : at.getTime() - BEGIN.getTime()));
    return { sinceMs, endedMs, direction, method };
  }
});
