import type { Document } from 'bson';
import { afterEach, beforeAll, afterAll, describe, expect, it } from 'vitest';
import { llmEvent, mlEvent, times } from '../support/factories.js';
import type { Member } from '../support/test-app.js';
import { createTappedApp, type TappedApp } from '../support/tapped-app.js';
import type { Look } from '../support/wire-tap.js';

const DEADLOCK = { ok: 0, code: 16_908_292, errmsg: 'deadlock detected' };
const CONFLICTS = [
  { what: 'a deadlock of an engine on PostgreSQL', error: DEADLOCK },
  { what: 'a write conflict', error: { ok: 0, code: 112, codeName: 'WriteConflict', errmsg: 'conflict' } },
  {
    what: 'an undone transaction by its label',
    error: { ok: 0, code: 8000, errmsg: 'undone', errorLabels: ['TransientTransactionError'] },
  },
  {
    what: 'a conflict of one document',
    error: { ok: 1, n: 0, nModified: 0, writeErrors: [{ index: 0, code: 112, errmsg: 'conflict' }] },
  },
];

/** Ids that a command writes, in its order. */
function idsOf(command: Document): string[] {
  if ('insert' in command) return command['documents'].map(({ _id }: Document) => String(_id));
  return 'updates' in command ? command['updates'].map(({ q }: Document) => String(q._id)) : [];
}

/** Refuses the first commands of a kind. */
function refusing(name: string, collection: string, error: Document, times = Infinity): Look {
  let left = times;
  return (command) => (command[name] === collection && left-- > 0 ? { instead: error } : undefined);
}

describe('bulk writes', () => {
  let app: TappedApp, member: Member;
  beforeAll(async () => {
    app = await createTappedApp();
    member = await app.join();
  });
  afterEach(() => {
    app.tap.look = () => undefined;
  });
  afterAll(() => app.close());

  it('go in one order, whoever sends them and whatever they hold', async () => {
    for (const kind of ['ml', 'llm'] as const) {
      const event = kind === 'ml' ? mlEvent : llmEvent;
      const events = times(40, (nth) => ({
        ...event({ model_name: `m${(nth * 7) % 20}` }),
        event_id: `e${(nth * 13) % 40}`,
      }));
      await member.post(`/ingest/${kind}`, { events }).expect(200);
    }
    await app.drain();
    const bulks = app.tap.commands.map(idsOf).filter((ids) => ids.length > 1);
    expect(bulks.length).toBeGreaterThan(6);
    for (const ids of bulks) expect(ids).toEqual(ids.toSorted());
  });

  it.each(CONFLICTS)('are repeated after $what', async ({ error }) => {
    app.tap.look = refusing('update', 'active_models', error, 1);
    await member.post('/ingest/ml', { events: [mlEvent({ model_name: crypto.randomUUID() })] }).expect(200);
    expect(app.tap.commands.length).toBeGreaterThan(0);
  });

  it.each(CONFLICTS)('are answered 503 where $what stays', async ({ error }) => {
    app.tap.look = refusing('update', 'active_models', error);
    const events = [mlEvent({ model_name: crypto.randomUUID() })];
    const { body } = await member.post('/ingest/ml', { events }).expect(503);
    expect(body.code).toBe('database_busy');
  });

  it('of events are repeated, too, and count each once', async () => {
    app.tap.look = refusing('insert', 'ml_events', DEADLOCK, 1);
    const { body } = await member.post('/ingest/ml', { events: times(3, () => mlEvent()) }).expect(200);
    expect(body.ingested).toBe(3);
  });

  it('of one document are repeated where they make it', async () => {
    app.tap.look = refusing('findAndModify', 'risk_policies', DEADLOCK, 1);
    await member.put('/risk/policy', { policy: 'calibrated' }).expect(200);
  });
});
