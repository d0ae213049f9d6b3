import { describe, expect, it } from 'vitest';
import { llmEvent, mlEvent, riskyCall, times } from '../support/factories.js';
import { hostileApp } from './support/hostile-app.js';
import { CANARY } from './support/wire.js';

const HEADER = 'aegis-ignored';

describe('keys of events', () => {
  const hostile = hostileApp({ CORS_ORIGINS: 'https://app.example' });
  const odd = { user_id: CANARY, cost: 1 };

  it.each([
    { kind: 'ml', event: mlEvent },
    { kind: 'llm', event: llmEvent },
  ] as const)('hostile-138: a batch of $kind says which keys were ignored, once', async ({ kind, event }) => {
    const events = [{ ...event(), ...odd }, event(), { ...event(), cost: 2, trace: { a: 1 } }];
    const { status, headers, body } = await hostile.ingest(kind, { events, tenant: 'x' });
    expect([status, body, headers[HEADER]]).toEqual([200, { ingested: 3 }, 'user_id, cost, trace, tenant']);
    expect(JSON.stringify(headers)).not.toContain(CANARY);
  });

  it('hostile-138: nothing is said where nothing was ignored', async () => {
    for (const events of [[], [mlEvent({ input_data: { user_id: 1, $where: 1 } })]]) {
      expect((await hostile.ingest('ml', { events })).headers[HEADER]).toBeUndefined();
    }
  });

  it('hostile-138: what is ours is ignored, and named, too', async () => {
    const ours = { organization_id: 'x', riskScore: 1, riskLabel: 'normal', _id: 'x', received_at: 'x' };
    const event = JSON.stringify({ ...riskyCall(), ...ours }).replace('{', '{"__proto__":{"a":1},"constructor":1,');
    const { headers } = await hostile.ingest('llm', `{"events":[${event}]}`);
    expect(headers[HEADER]).toBe(['__proto__', 'constructor', ...Object.keys(ours)].join(', '));
  });

  it('hostile-138: a lenient batch says it, and so does one that is refused', async () => {
    const events = [{ ...mlEvent(), cost: 1 }, { modelname: 'x' }, 1];
    const lenient = await hostile.ingest('ml', { events }, { Prefer: 'handling=lenient' });
    expect([lenient.status, lenient.headers[HEADER]]).toEqual([200, 'cost, modelname']);
    const refused = await hostile.ingest('ml', { events });
    expect([refused.status, refused.headers[HEADER]]).toEqual([422, 'cost, modelname']);
  });

  it('hostile-138: a retry is answered alike', async () => {
    const body = { events: [{ ...llmEvent(), ...odd }] };
    const answers = [];
    for (let index = 0; index < 3; index++) {
      answers.push(await hostile.ingest('llm', body, { 'Idempotency-Key': 'names-1' }));
    }
    const told = answers.map(({ status, headers, text }) => [status, headers[HEADER], text]);
    expect(told).toEqual(times(3, () => [200, 'user_id, cost', '{"ingested":1}']));
  });

  it('hostile-138: names are bounded, and none splits a header', async () => {
    const names = ['a\r\nSet-Cookie: b', 'größe', '', 'a,b', '\u0000', '\ud800', 'x'.repeat(1_000_000)];
    const event = { ...llmEvent(), ...Object.fromEntries(names.map((name) => [name, 1])) };
    const { headers } = await hostile.ingest('llm', { events: [event] });
    expect(headers[HEADER]).toBe(
      `a%0D%0ASet-Cookie%3A%20b, gr%C3%B6%C3%9Fe, "", a%2Cb, %00, %EF%BF%BD, ${'x'.repeat(64)}...`,
    );
    expect(headers['set-cookie']).toBeUndefined();
    const many = Object.fromEntries(times(900, (index) => [`key_${index}`.padEnd(100, 'é'), 1]));
    const told = String((await hostile.ingest('llm', { events: [{ ...llmEvent(), ...many }] })).headers[HEADER]);
    expect(told.split(', ')).toHaveLength(21);
    expect(told).toMatch(/^[!-~ ]{1,1400}$/);
    expect(told.endsWith(', ...')).toBe(true);
  });

  it('hostile-138: pages elsewhere may read it', async () => {
    const headers = { Origin: 'https://app.example' };
    const answer = await hostile.ingest('ml', { events: [{ ...mlEvent(), cost: 1 }] }, headers);
    expect(answer.headers['access-control-expose-headers']).toContain('Aegis-Ignored');
  });
});

describe('keys of large batches', () => {
  // Bodies of a megabyte, one after the other: that the rate stops them is another row's matter.
  const hostile = hostileApp({ ORG_BYTES_PER_SECOND: '1000000000', ORG_BURST_BYTES: '1000000000' });

  it.each(['ml', 'llm'] as const)('hostile-138: %s: they are named, too', async (kind) => {
    const events = [{ ...(kind === 'ml' ? mlEvent() : llmEvent()), cost: 1 }];
    const padding = ' '.repeat(1_100_000);
    const told = async (more: object): Promise<unknown> =>
      (await hostile.ingest(kind, `${JSON.stringify({ ...more, events })}${padding}`)).headers[HEADER];
    expect(await told({})).toBe('cost');
    expect(await told({ tenant: 'x', z: times(50_000, () => 0) })).toBe('cost, tenant, z');
    expect(await told({ ['x'.repeat(1_100_000)]: 1 })).toBe(`cost, ${'x'.repeat(64)}...`);
    const many = Object.fromEntries(times(900, (index) => [`key_${index}`, 1]));
    expect(String(await told(many)).split(', ')).toHaveLength(21);
  });
});
