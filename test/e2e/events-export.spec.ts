import { once } from 'node:events';
import { get, type IncomingMessage } from 'node:http';
import mongoose from 'mongoose';
import { afterAll, beforeAll, beforeEach, describe, expect, inject, it } from 'vitest';
import { EventsService } from '../../src/dashboard/events.service.js';
import { withCommandsNoted } from '../support/commands.js';
import { llmEvent, riskyCall, times } from '../support/factories.js';
import { eventually } from '../support/poll.js';
import { createTestApp, type Member, type TestApp } from '../support/test-app.js';

const EVENTS = 2400;
const FORMULA = '=HYPERLINK("http://evil.example","click")';

/** A quoted field may hold line ends; this file's texts don't, but for the formula's quotes. */
function lines(text: string): string[] {
  return text.split(/\r?\n/).filter((line) => line !== '');
}

describe('an export of events', () => {
  let app: TestApp, member: Member, stranger: Member;
  beforeAll(async () => {
    app = await createTestApp();
    member = await app.join();
    stranger = await app.join();
    for (const batch of times(EVENTS / 800, (nth) => nth)) {
      await member
        .post('/ingest/llm', {
          events: times(800, (nth) => llmEvent({ prompt: `call ${batch}-${nth} ${'x'.repeat(200)}` })),
        })
        .expect(200);
    }
    await member.post('/ingest/llm', { events: [riskyCall({ model_name: FORMULA })] });
    await app.drain();
  });
  afterAll(() => app.close());

  it('has every event once, a line each', async () => {
    const { text, headers } = await member.get('/events/llm/export?format=ndjson').buffer(true).expect(200);
    expect(headers['content-type']).toBe('application/x-ndjson; charset=utf-8');
    expect(headers['content-disposition']).toBe('attachment; filename="llm-events.ndjson"');
    const events = lines(text).map((line) => JSON.parse(line) as { id: string; timestamp: string });
    expect(new Set(events.map(({ id }) => id)).size).toBe(EVENTS + 1);
    expect(events).toHaveLength(EVENTS + 1);
    const times = events.map(({ timestamp }) => timestamp);
    expect(times).toEqual(times.toSorted().toReversed());
  });

  it('says of an event what is said of it alone', async () => {
    const { text } = await member.get('/events/llm/export?label=risky').buffer(true).expect(200);
    const [event = '{}', ...others] = lines(text);
    expect(others).toEqual([]);
    const { id } = JSON.parse(event) as { id: string };
    const { body } = await member.get(`/events/llm/${id}`).expect(200);
    expect(JSON.parse(event)).toEqual(body);
  });

  it('is a table with a first line of names', async () => {
    const { text, headers } = await member.get('/events/llm/export?format=csv').buffer(true).expect(200);
    expect(headers['content-type']).toBe('text/csv; charset=utf-8; header=present');
    expect(headers['x-content-type-options']).toBe('nosniff');
    const [head = '', ...rows] = lines(text);
    expect(head.split(',').slice(0, 3)).toEqual(['id', 'kind', 'model_name']);
    expect(rows).toHaveLength(EVENTS + 1);
  });

  it('has no formulas in its table', async () => {
    const { text } = await member.get('/events/llm/export?format=csv&label=risky').buffer(true).expect(200);
    const [, row = ''] = lines(text);
    expect(row).toContain(`"'=HYPERLINK(""http://evil.example"",""click"")"`);
    expect(row).not.toMatch(/(?:^|,)"?=/);
  });

  it.each([
    { format: 'ndjson', found: '' },
    { format: 'csv', found: 'names' },
  ])('of nothing is an empty $format', async ({ format, found }) => {
    const { text } = await stranger.get(`/events/llm/export?format=${format}`).buffer(true).expect(200);
    expect(lines(text)).toHaveLength(found === '' ? 0 : 1);
  });

  it.each(['format=xlsx', 'min_score=2', 'from=yesterday'])('names what is wrong with %s', async (query) => {
    const { body } = await member.get(`/events/llm/export?${query}`).expect(422);
    expect(JSON.stringify(body.detail)).toContain(query.split('=')[0]);
  });

  it('is begun to be answered before anything is found', async () => {
    const { headers, text } = await member.get('/events/llm/export?flag=nothing_has_it').buffer(true).expect(200);
    expect(headers['transfer-encoding']).toBe('chunked');
    expect(text).toBe('');
  });
});

/** So long are these that no socket holds what a client doesn't read. */
const LONG_EVENTS = 300;
const LONG_TEXT = 'x'.repeat(100_000);

/** The second engine answers a `find` with everything at once, so that there is no cursor to be left. */
describe.skipIf(!inject('isEmbedded'))('an export that nobody waits for', () => {
  let app: TestApp, member: Member, commands: string[];
  let opened: mongoose.mongo.Long[];
  beforeAll(async () => {
    [app, commands] = await withCommandsNoted(() => createTestApp({ hasClockwork: false }));
    opened = [];
    app.connection.getClient().on('commandSucceeded', ({ commandName, reply }) => {
      const { cursor } = reply as { cursor?: { id: mongoose.mongo.Long; ns: string } };
      if (commandName === 'find' && cursor?.ns.endsWith('.llm_events') === true) opened.push(cursor.id);
    });
    member = await app.join();
    const common = { organization_id: new mongoose.Types.ObjectId(member.orgId), model_name: 'chat', latency_ms: 1 };
    const texts = { prompt: 'long', response: LONG_TEXT, timestamp: new Date() };
    const rows = times(LONG_EVENTS, (nth) => ({ _id: `long-${nth}`, ...common, ...texts }));
    for (const half of [rows.slice(0, LONG_EVENTS / 2), rows.slice(LONG_EVENTS / 2)]) {
      await app.connection.collection<{ _id: string }>('llm_events').insertMany(half);
    }
  });
  afterAll(() => app.close());
  beforeEach(() => {
    commands.length = 0;
    opened.length = 0;
  });

  /** Whether the database still knows a cursor of what was asked of it. */
  async function stillOpen(): Promise<unknown[]> {
    const { cursorsKilled } = await app.connection.db!.command({ killCursors: 'llm_events', cursors: opened });
    return cursorsKilled as unknown[];
  }

  async function untilKilled(): Promise<void> {
    await eventually(
      async () => commands,
      (seen) => seen.includes('killCursors llm_events'),
    );
  }

  it('ends when its client goes away, and leaves no cursor', async () => {
    const url = `${await app.app.getUrl()}/events/llm/export`;
    const request = get(url, { headers: { Authorization: `Bearer ${member.token}` } });
    const [response] = (await once(request, 'response')) as [IncomingMessage];
    await once(response, 'data');
    response.pause();
    request.destroy();
    await untilKilled();
    expect(opened).toHaveLength(1);
    expect(await stillOpen()).toEqual([]);
    await member.get('/events/llm?limit=1').expect(200);
  });

  it.each([
    { when: 'at its first read', read: 0 },
    { when: 'at a later one', read: 1 },
  ])('ends when it is aborted $when, and leaves no cursor', async ({ read }) => {
    const abort = new AbortController();
    const events = app.app.get(EventsService).walk(member.orgId, 'llm', {}, abort.signal);
    for (let nth = 0; nth < read; nth++) expect((await events.next()).done).toBe(false);
    const next = events.next();
    abort.abort();
    expect((await next).done).toBe(true);
    await untilKilled();
    expect(opened).toHaveLength(1);
    expect(await stillOpen()).toEqual([]);
  });
});
