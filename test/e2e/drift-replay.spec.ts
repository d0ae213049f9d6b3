import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { latencyStreams, type LatencyStream, offlineEpisodes } from '../support/drift-streams.js';
import { mlEvent } from '../support/factories.js';
import { createTestApp, type Member, type TestApp } from '../support/test-app.js';

/** A few that say the most; all of them with DRIFT_STREAMS=all. */
const FEW = ['D-lat-step200', 'D-lat-c-logn', 'D-lat-two', 'D-lat-tailonly', 'D-lat-silence'];
const streams = latencyStreams(process.env['DRIFT_STREAMS'] === 'all' ? 'all' : FEW);

/** Those of them that change without a doubt. */
const CHANGING: ReadonlySet<string> = new Set(['D-lat-step200', 'D-lat-two', 'D-lat-silence']);

interface Episode {
  readonly id: string;
  readonly since: string;
  readonly ended: string | null;
  readonly direction: string | null;
  readonly method: string | null;
  readonly window_values: number;
}

interface Alert {
  readonly resolved: boolean;
  readonly episode_id?: string;
}

/** Not long ago, because the database deletes what is old by its own clock. */
const BEGIN = new Date(Math.floor(Date.now() / 300_000) * 300_000 - 5 * 86_400_000);
const EVENTS_AT_ONCE = 2500;
const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;

function bucketMs(ms: number): number {
  return Math.floor(ms / (5 * MINUTE_MS)) * 5 * MINUTE_MS;
}

function after(ms: number): Date {
  return new Date(BEGIN.getTime() + ms);
}

describe.skipIf(streams === null)('drift of streams that are replayed', () => {
  let app: TestApp;
  beforeAll(async () => {
    app = await createTestApp({ hasClockwork: false });
  });
  afterAll(() => app.close());

  async function send(member: Member, calls: LatencyStream['calls'], atMs = 0): Promise<void> {
    for (let first = 0; first < calls.length; first += EVENTS_AT_ONCE) {
      const events = calls.slice(first, first + EVENTS_AT_ONCE).map(({ atMs, latencyMs }) => {
        const timestamp = after(atMs).toISOString();
        return mlEvent({ model_name: 'm', prediction: null, input_data: {}, latency_ms: latencyMs, timestamp });
      });
      app.travelTo(after(Math.max(atMs, calls[Math.min(first + EVENTS_AT_ONCE, calls.length) - 1]?.atMs ?? 0)));
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
    const { body } = await member.get('/models/m/drift/episodes?limit=100').expect(200);
    // What was found while the warm-up was learned from is not compared: the offline evaluation begins after it.
    const found = (body.episodes as Episode[])
      .filter(({ since }) => Date.parse(since) >= after(warmUpMs).getTime())
      .reverse();
    expect(found.map(comparable)).toEqual(offlineEpisodes(stream));
    const alerts = ((await member.get('/dashboard/alerts').expect(200)).body as Alert[]).filter(hasEpisode);
    const all = body.episodes as Episode[];
    expect(alerts.map(({ episode_id }) => episode_id).sort()).toEqual(all.map(({ id }) => id).sort());
    const open = new Set(all.filter(({ ended }) => ended === null).map(({ id }) => id));
    for (const { episode_id = '', resolved } of alerts) expect(resolved).toBe(!open.has(episode_id));
  });

  it('is found as early, minute by minute', async () => {
    const stream = streams?.find(({ id }) => id === 'D-lat-step200');
    if (stream === undefined || stream.onsetMs === null) throw new Error('the stream is missing');
    const { calls, warmUpMs, onsetMs } = stream;
    const [fromMs, toMs] = [-HOUR_MS, HOUR_MS].map((ms) => bucketMs(onsetMs + ms)) as [number, number];
    const member = await app.join();
    await send(
      member,
      calls.filter(({ atMs }) => atMs < fromMs),
    );
    await settle(calls.filter(({ atMs }) => atMs < fromMs));
    const window = { from: BEGIN.toISOString(), to: after(warmUpMs).toISOString() };
    await member.put('/models/m/baseline/pin', window).expect(200);
    for (let minute = fromMs + MINUTE_MS; minute <= toMs + MINUTE_MS; minute += MINUTE_MS) {
      const own = calls.filter(({ atMs }) => atMs >= minute - MINUTE_MS && atMs < Math.min(minute, toMs));
      if (own.length > 0) await send(member, own, minute);
      app.travelTo(after(minute));
      await app.drain();
    }
    const { body } = await member.get('/models/m/drift/episodes?limit=100').expect(200);
    const found = (body.episodes as Episode[])
      .filter(({ since }) => Date.parse(since) >= after(fromMs).getTime())
      .reverse();
    // The first look is a minute after the first events were seen, which is at the end of the bucket's first minute here.
    const looks = { fromMs, afterMs: [2, 3, 4, 5].map((minutes) => minutes * MINUTE_MS) };
    const seen = { warmUpMs, calls: calls.filter(({ atMs }) => atMs < toMs) };
    const wanted = offlineEpisodes(seen, looks).filter(({ sinceMs }) => sinceMs >= fromMs);
    expect(found.map(comparable)).toEqual(wanted);
    expect(wanted).not.toEqual([]);
    expect(wanted).not.toEqual(offlineEpisodes(seen).filter(({ sinceMs }) => sinceMs >= fromMs));
  });

  it.skipIf(streams?.every(({ id }) => !CHANGING.has(id)))('is not nothing', () => {
    const found = streams?.filter(({ id }) => CHANGING.has(id)).map((stream) => offlineEpisodes(stream).length > 0);
    expect(found).not.toContain(false);
  });

  function comparable({ since, ended, direction, method, window_values: windowValues }: Episode) {
    const [sinceMs, endedMs] = [since, ended].map((at) => (at === null ? null : Date.parse(at) - BEGIN.getTime()));
    return { sinceMs, endedMs, direction, method, windowValues };
  }

  function hasEpisode({ episode_id }: Alert): boolean {
    return episode_id !== undefined;
  }
});
