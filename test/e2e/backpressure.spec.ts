import { afterEach, describe, expect, it } from 'vitest';
import { mlEvent, times } from '../support/factories.js';
import { stored } from '../support/stored.js';
import { createTestApp, type Member, type TestApp } from '../support/test-app.js';

const MEGABYTE = '1048576';
const RETRY_AFTER = /^[1-9]\d*$/;

let app: TestApp;
afterEach(() => app.close());

/** Sends the same batch several times at once.
 * @returns the statuses, and the code and Retry-After of the refused ones */
async function sendAtOnce(member: Member, count: number, events: readonly object[]) {
  const answers = await Promise.all(times(count, async () => member.post('/ingest/ml', { events })));
  const refused = answers.filter(({ status }) => status !== 200);
  for (const { headers } of refused) expect(headers['retry-after']).toMatch(RETRY_AFTER);
  return { accepted: count - refused.length, refusals: refused.map(({ status, body }) => [status, body.code]) };
}

async function storedCount(member: Member): Promise<number> {
  return (await stored(app, 'ml_events', member.orgId)).length;
}

describe('too much', () => {
  it('of one organization is told to slow down, another is not', async () => {
    app = await createTestApp({ env: { ORG_BYTES_PER_SECOND: '1024', ORG_BURST_BYTES: '1024' } });
    const [loud, quiet] = [await app.join(), await app.join()];
    const batch = { events: times(100, () => mlEvent()) };
    await loud.post('/ingest/ml', batch).expect(200);
    const answer = await loud.post('/ingest/ml', batch).expect(429);
    expect(answer.body).toMatchObject({ code: 'rate_limited' });
    expect(answer.headers['retry-after']).toMatch(RETRY_AFTER);
    await quiet.post('/ingest/ml', batch).expect(200);
    await loud.get('/dashboard/health').expect(200);
    expect(await storedCount(loud)).toBe(100);
  });

  it('at once, counted in batches, is told to come back, and nothing of it is stored', async () => {
    app = await createTestApp({ env: { MAX_IN_FLIGHT_INSERTS: '1' } });
    const member = await app.join();
    const { accepted, refusals } = await sendAtOnce(
      member,
      20,
      times(10, () => mlEvent()),
    );
    expect(accepted).toBeGreaterThan(0);
    expect(refusals.length).toBeGreaterThan(0);
    expect(new Set(refusals.map(String))).toEqual(new Set(['503,overloaded']));
    expect(await storedCount(member)).toBe(10 * accepted);
    await member.post('/ingest/ml', { events: [mlEvent()] }).expect(200);
  });

  it('at once, counted in bytes, is told to come back, and the room is given back', async () => {
    app = await createTestApp({ env: { MAX_IN_FLIGHT_BYTES: MEGABYTE } });
    const member = await app.join();
    const large = times(3, () => mlEvent({ input_data: { text: 'x'.repeat(200_000) } }));
    const { accepted, refusals } = await sendAtOnce(member, 6, large);
    expect(accepted).toBeGreaterThan(0);
    expect(refusals.length).toBeGreaterThan(0);
    expect(new Set(refusals.map(String))).toEqual(new Set(['503,overloaded']));
    expect(await storedCount(member)).toBe(3 * accepted);
    for (let round = 0; round < 5; round++) await member.post('/ingest/ml', { events: large }).expect(200);
  });
});
