import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { LiveFeedsService } from '../../src/dashboard/live-feeds.service.js';
import { alertedModels, type EventStream, heard, listenTo } from '../support/event-stream.js';
import { llmEvent, riskyCall, suspiciousCall } from '../support/factories.js';
import { eventually } from '../support/poll.js';
import { createTestApp, type Member, type TestApp } from '../support/test-app.js';

const HOUR_MS = 3_600_000;

describe('GET /dashboard/live', () => {
  let app: TestApp, url: string;
  beforeAll(async () => {
    app = await createTestApp({ hasClockwork: false });
    url = `${await app.app.getUrl()}/dashboard/live`;
  });
  afterAll(() => app.close());

  /** What runs by itself every second elsewhere. */
  async function look(): Promise<void> {
    await app.app.get(LiveFeedsService).look();
  }

  async function listen({ token }: Member, lastId?: string): Promise<EventStream> {
    const stream = await listenTo(url, token, lastId === undefined ? {} : { 'Last-Event-ID': lastId });
    expect(stream.status).toBe(200);
    await look();
    if (lastId === undefined) await heard(stream, 'counters', 1);
    return stream;
  }

  /** Has a risky event of each model, one after the other. */
  async function raise(member: Member, ...models: string[]): Promise<void> {
    for (const model_name of models) {
      await member.post('/ingest/llm', { events: [riskyCall({ model_name })] }).expect(200);
      await app.drain();
    }
  }

  it('tells a new alert, as the list has it, and nothing of before', async () => {
    const member = await app.join();
    await raise(member, 'before');
    const stream = await listen(member);
    await raise(member, 'chat');
    await look();
    await heard(stream, 'alert', 1);
    const { alerts } = (await member.get('/alerts?limit=1').expect(200)).body;
    expect(stream.events.filter(({ event }) => event === 'alert').map(({ data }) => data)).toEqual(alerts);
    await look();
    await look();
    expect(alertedModels(stream)).toEqual(['chat']);
    stream.close();
  });

  it('is server-sent events that nobody keeps, and says when to come back', async () => {
    const stream = await listen(await app.join());
    expect(stream.headers).toMatchObject({
      'content-type': 'text/event-stream; charset=utf-8',
      'cache-control': 'no-store',
      connection: 'close',
    });
    expect(stream.text).toMatch(/^retry: \d+\n\n/);
    stream.close();
  });

  it('tells the counters at the beginning, and again when they have changed', async () => {
    const member = await app.join();
    const stream = await listen(member);
    await member.post('/ingest/llm', { events: [llmEvent(), suspiciousCall(), riskyCall()] }).expect(200);
    await app.drain();
    await look();
    await heard(stream, 'counters', 2);
    await look();
    const counters = stream.events.filter(({ event }) => event === 'counters').map(({ data }) => data);
    expect(counters).toEqual([
      { normal: 0, suspicious: 0, risky: 0, open_alerts: 0 },
      { normal: 1, suspicious: 1, risky: 1, open_alerts: 1 },
    ]);
    stream.close();
  });

  it('goes on from where a client was, without loss or repeats', async () => {
    const member = await app.join();
    const first = await listen(member);
    await raise(member, 'one', 'two');
    await look();
    await heard(first, 'alert', 2);
    first.close();
    await raise(member, 'three');
    for (const [place, rest] of [
      ['one', ['two', 'three']],
      ['two', ['three']],
    ] as const) {
      const { id } = first.events.find(({ data }) => data['model_name'] === place) ?? { id: '' };
      const again = await listen(member, id);
      await heard(again, 'alert', rest.length);
      await look();
      expect(alertedModels(again)).toEqual(rest);
      again.close();
    }
    const [{ id } = { id: '' }] = first.events;
    const fromTheStart = await listen(member, id);
    await heard(fromTheStart, 'alert', 3);
    expect(alertedModels(fromTheStart)).toEqual(['one', 'two', 'three']);
    fromTheStart.close();
  });

  it('goes on after longer than alerts are looked for together', async () => {
    const member = await app.join();
    const first = await listen(member);
    const [{ id } = { id: '' }] = first.events;
    first.close();
    await raise(member, 'one', 'two');
    app.travelTo(new Date(Date.now() + HOUR_MS / 2));
    const stream = await listen(member, id);
    await heard(stream, 'alert', 2);
    expect(alertedModels(stream)).toEqual(['one', 'two']);
    stream.close();
    app.travelTo(null);
  });

  it('tells what became visible late, once', async () => {
    const member = await app.join();
    const stream = await listen(member);
    await raise(member, 'early', 'late');
    const alerts = app.connection.collection('alerts');
    const late = await alerts.findOneAndDelete({ model_name: 'early' });
    await look();
    await heard(stream, 'alert', 1);
    if (late !== null) await alerts.insertOne(late);
    await look();
    await heard(stream, 'alert', 2);
    await look();
    expect(alertedModels(stream)).toEqual(['late', 'early']);
    stream.close();
  });

  it('tells nothing of other organizations', async () => {
    const [member, stranger] = [await app.join(), await app.join()];
    const [own, other] = [await listen(member), await listen(stranger)];
    await raise(member, 'secret');
    await look();
    await heard(own, 'alert', 1);
    await raise(stranger, 'theirs');
    await look();
    await heard(other, 'alert', 1);
    expect(alertedModels(own)).toEqual(['secret']);
    expect(alertedModels(other)).toEqual(['theirs']);
    expect(other.text).not.toContain('secret');
    own.close();
    other.close();
  });

  it('goes on from an id of another organization without telling anything of it', async () => {
    const [member, stranger] = [await app.join(), await app.join()];
    const own = await listen(member);
    const [{ id } = { id: '' }] = own.events;
    await raise(member, 'secret');
    const other = await listen(stranger, id);
    await heard(other, 'counters', 1);
    expect(alertedModels(other)).toEqual([]);
    own.close();
    other.close();
  });
});

describe('two processes on one database', () => {
  it('tell of each other', async () => {
    const app = await createTestApp();
    const other = await createTestApp({ env: { MONGO_DB_NAME: app.connection.name } });
    const member = await app.join();
    const stream = await listenTo(`${await app.app.getUrl()}/dashboard/live`, member.token);
    await eventually(
      async () => stream.events,
      ({ length }) => length > 0,
    );
    await other.http
      .post('/ingest/llm')
      .auth(member.token, { type: 'bearer' })
      .send({ events: [riskyCall({ model_name: 'elsewhere' })] })
      .expect(200);
    const events = await eventually(
      async () => stream.events,
      (all) => all.some(({ event }) => event === 'alert'),
    );
    expect(events.filter(({ event }) => event === 'alert').map(({ data }) => data['model_name'])).toEqual([
      'elsewhere',
    ]);
    stream.close();
    await other.close();
    await app.close();
  });
});
