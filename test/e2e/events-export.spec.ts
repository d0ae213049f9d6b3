import { once } from 'node:events';
import { get, type IncomingMessage } from 'node:http';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { llmEvent, riskyCall, times } from '../support/factories.js';
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

  it('given up by its client leaves a server that works', async () => {
    const url = `${await app.app.getUrl()}/events/llm/export`;
    const request = get(url, { headers: { Authorization: `Bearer ${member.token}` } });
    const [response] = (await once(request, 'response')) as [IncomingMessage];
    await once(response, 'data');
    request.destroy();
    await member.get('/events/llm?limit=1').expect(200);
  });
});
