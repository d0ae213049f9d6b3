import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import mongoose from 'mongoose';
import { Logger } from '@nestjs/common';
import { AuditHeadLog } from '../../src/auth/audit-head-log.js';
import { type AuditNote, chainHash, OPERATOR } from '../../src/auth/audit-entry.js';
import { AuditService } from '../../src/auth/audit.service.js';
import { AuditVerifyService } from '../../src/auth/audit-verify.service.js';
import { AuditStore } from '../../src/auth/audit.store.js';
import { RiskPoliciesService } from '../../src/risk/risk-policies.service.js';
import { BUCKET_MS, DriftTraffic, TRAFFIC_BEGIN } from '../support/drift-traffic.js';
import { llmEvent, times } from '../support/factories.js';
import { createTestApp, type Member, type TestApp } from '../support/test-app.js';
import { TEST_SECRET } from '../support/test-secret.js';

const CANARY = 'quiet-canary-river';

interface Entry {
  readonly action: string;
  readonly actor_client_id: string | null;
  readonly details: Readonly<Record<string, unknown>>;
}

async function entriesOf(app: TestApp, member: Member): Promise<Entry[]> {
  await app.app.get(AuditService).flush();
  return (await member.get('/audit?limit=100').expect(200)).body.entries;
}

/** How a route is called so that it changes something, and what the audit calls it. */
interface Audited {
  readonly actions: readonly string[];
  call(member: Member): Promise<unknown>;
}

const MODEL = '/models/m';
const WINDOW = {
  from: new Date(TRAFFIC_BEGIN).toISOString(),
  to: new Date(TRAFFIC_BEGIN + 10 * BUCKET_MS).toISOString(),
};

/** Every route behind a token that changes something, and every export. A route that isn't here fails the test below: write down
 * how it is called and what it is audited as. */
const AUDITED: Readonly<Record<string, Audited>> = {
  'PUT /risk/policy': {
    actions: ['policy_set'],
    call: async (member) => member.put('/risk/policy', { policy: 'calibrated', masking: 'secrets' }).expect(200),
  },
  'PUT /risk/patterns': {
    actions: ['patterns_set'],
    call: async (member) =>
      member
        .put('/risk/patterns', { patterns: [{ name: 'staff', pattern: CANARY, about: 'sensitive', strength: 0.8 }] })
        .expect(200),
  },
  'POST /risk/allowances': {
    actions: ['allowance_added'],
    call: async (member) => member.post('/risk/allowances', { text: CANARY }).expect(200),
  },
  'DELETE /risk/allowances/{id}': {
    actions: ['allowance_removed'],
    call: async (member) => {
      const { body } = await member.post('/risk/allowances', { rule: 'secret.password', model_name: 'm' }).expect(200);
      return member.delete(`/risk/allowances/${body.id}`).expect(200);
    },
  },
  'DELETE /risk/allowances': {
    actions: ['allowances_cleared'],
    call: async (member) => member.delete('/risk/allowances').expect(200),
  },
  'POST /risk/feedback': {
    actions: ['feedback_given'],
    call: async (member) => {
      const { body } = await member.get('/events/llm?limit=1').expect(200);
      return member.post('/risk/feedback', { event_id: body.events[0].id }).expect(200);
    },
  },
  'PUT /models/{model_name}/profile': {
    actions: ['profile_set'],
    call: async (member) => member.put(`${MODEL}/profile`, { baseline_latency_ms: 40 }).expect(200),
  },
  'DELETE /models/{model_name}/profile': {
    actions: ['profile_removed'],
    call: async (member) => {
      await member.put('/models/other/profile', { baseline_latency_ms: 40 }).expect(200);
      return member.delete('/models/other/profile').expect(204);
    },
  },
  'POST /models/{model_name}/baseline/accept': {
    actions: ['baseline_accepted'],
    call: async (member) => member.post(`${MODEL}/baseline/accept`).expect(200),
  },
  'PUT /models/{model_name}/baseline/pin': {
    actions: ['baseline_pinned'],
    call: async (member) => member.put(`${MODEL}/baseline/pin`, WINDOW).expect(200),
  },
  'DELETE /models/{model_name}/baseline/pin': {
    actions: ['baseline_unpinned'],
    call: async (member) => member.delete(`${MODEL}/baseline/pin`).expect(200),
  },
  'POST /models/{model_name}/baseline/reset': {
    actions: ['baseline_reset'],
    call: async (member) => member.post(`${MODEL}/baseline/reset`).expect(200),
  },
  'POST /dead-letters/replay': {
    actions: ['dead_letters_replayed'],
    call: async (member) => member.post('/dead-letters/replay').expect(200),
  },
  'GET /events/{kind}/export': {
    actions: ['export_started', 'export_ended'],
    call: async (member) => member.get('/events/llm/export?format=csv&model=m').expect(200),
  },
  'POST /auth/credentials/refresh': {
    actions: ['secret_replaced'],
    call: async (member) => member.post('/auth/credentials/refresh').expect(200),
  },
};

/** What changes nothing that protects, or comes too often: telemetry itself, and questions. */
const NOT_AUDITED = ['POST /ingest/ml', 'POST /ingest/llm', 'POST /risk/classify', 'POST /risk/classify/batch'];

/** Operations of the committed document that are to be audited. */
function auditable(): string[] {
  const document = JSON.parse(readFileSync(new URL('../../docs/openapi.json', import.meta.url), 'utf8'));
  return Object.entries<Record<string, { security?: object[] }>>(document.paths).flatMap(([path, operations]) =>
    Object.entries(operations)
      .filter(([method, { security }]) => {
        const isExport = method === 'get' && /\/export\b/.test(path);
        return security !== undefined && (isExport || ['post', 'put', 'patch', 'delete'].includes(method));
      })
      .map(([method]) => `${method.toUpperCase()} ${path}`)
      .filter((operation) => !NOT_AUDITED.includes(operation)),
  );
}

describe('hostile-125 what weakens protection', () => {
  let app: TestApp, member: Member;
  beforeAll(async () => {
    app = await createTestApp({ hasClockwork: false });
    const begun = await DriftTraffic.begin(app);
    member = begun.member;
    await begun.traffic.send(0, 20);
    const event = llmEvent({ model_name: 'm', prompt: `the password is ${CANARY}7X!` });
    await member.post('/ingest/llm', { events: [event] }).expect(200);
    await app.drain();
  });
  afterAll(() => app.close());

  it('hostile-125 has a row here for each route, also for those that are to come', () => {
    expect(Object.keys(AUDITED).sort()).toEqual(auditable().sort());
  });

  it.each(Object.entries(AUDITED))('hostile-125 %s is audited', async (_operation, { actions, call }) => {
    const before = await entriesOf(app, member);
    await call(member);
    const added = (await entriesOf(app, member)).slice(0, -before.length || undefined);
    expect(added.map(({ action }) => action).reverse()).toEqual(expect.arrayContaining([...actions]));
    for (const action of actions) {
      expect(added.find((entry) => entry.action === action)).toMatchObject({ actor_client_id: member.clientId });
    }
  });

  it('hostile-125 says what was changed into what', async () => {
    const other = await app.join('Details');
    await other.put('/risk/policy', { policy: 'calibrated', masking: 'secrets+pii' }).expect(200);
    await other.put('/risk/policy', { policy: 'calibrated' }).expect(200);
    const pattern = { name: 'staff', pattern: CANARY, about: 'sensitive', strength: 0.8 };
    await other.put('/risk/patterns', { patterns: [pattern, { ...pattern, name: 'second' }] }).expect(200);
    await other.put('/risk/patterns', { patterns: [{ ...pattern, strength: 0 }] }).expect(200);
    await other.post('/risk/allowances', { rule: 'secret.password', model_name: 'm' }).expect(200);
    await other.get('/events/ml/export?label=risky&model=m').expect(200);
    const [ended, started, rule, weaker, patterns, unmasked] = await entriesOf(app, other);
    expect(unmasked?.details).toEqual({
      policy_from: 'calibrated',
      policy: 'calibrated',
      masking_from: 'secrets+pii',
      masking: 'off',
    });
    expect(patterns?.details).toMatchObject({ count_from: 0, count: 2, names: 'staff second' });
    expect(weaker?.details).toMatchObject({ count_from: 2, count: 1, names: 'staff' });
    expect(String(patterns?.details['hashes']).split(' ')).not.toContain(weaker?.details['hashes']);
    expect(rule?.details).toMatchObject({ kind: 'rule', rule: 'secret.password', model: 'm' });
    expect(started?.details).toEqual({ kind: 'ml', format: 'ndjson', filters: 'model label' });
    expect(ended?.details).toEqual({ kind: 'ml', format: 'ndjson', events: 0, outcome: 'complete' });
  });

  it('hostile-125 says how much of an export that was broken off was sent', async () => {
    const { events } = { events: times(50, (index) => llmEvent({ prompt: `${index} `.repeat(20_000) })) };
    const other = await app.join('Export');
    await other.post('/ingest/llm', { events }).expect(200);
    await app.drain();
    const gone = new AbortController();
    const { port } = app.app.getHttpServer().address() as { port: number };
    const answer = await fetch(`http://127.0.0.1:${port}/events/llm/export`, {
      headers: { Authorization: `Bearer ${other.token}` },
      signal: gone.signal,
    });
    await answer.body?.getReader().read();
    gone.abort();
    await vi.waitFor(async () => {
      const [ended] = await entriesOf(app, other);
      expect(ended).toMatchObject({ action: 'export_ended', details: { outcome: 'broken_off' } });
      expect(Number(ended?.details['events'])).toBeLessThan(50);
    }, 10_000);
  });

  it('hostile-125 holds no text, no pattern and no secret', async () => {
    expect(JSON.stringify(await entriesOf(app, member))).not.toContain(CANARY);
  });

  it('hostile-125 leaves no entry where it was refused', async () => {
    const other = await app.join('Refused');
    const before = await entriesOf(app, other);
    await other.put('/risk/policy', { policy: 'none' }).expect(422);
    await other.delete(`/risk/allowances/${'0'.repeat(64)}`).expect(404);
    await other.put('/models/m/profile', {}).expect(422);
    await other.delete('/models/m/profile').expect(404);
    expect(await entriesOf(app, other)).toEqual(before);
  });
});

describe('hostile-126 an audit that somebody with the database has changed', () => {
  let app: TestApp;
  beforeAll(async () => {
    app = await createTestApp({ hasClockwork: false });
  });
  afterAll(() => app.close());

  const note = (count: number): AuditNote => ({
    action: 'dead_letters_replayed',
    clientId: null,
    actor: OPERATOR,
    details: { count },
  });
  const log = () => app.connection.collection('audit_log');
  const heads = () => app.connection.collection('audit_heads');
  const filterOf = ({ orgId }: Member) => ({ organization_id: new mongoose.Types.ObjectId(orgId) });
  const headFilterOf = ({ orgId }: Member) => ({ _id: new mongoose.Types.ObjectId(orgId) });
  const headOf = async (member: Member) => {
    const head = await heads().findOne(headFilterOf(member));
    if (head === null) throw new Error('no head');
    return head;
  };
  const verify = async ({ orgId }: Member, logged?: string) => app.app.get(AuditVerifyService).verify(orgId, logged);
  const faults = async (member: Member, logged?: string): Promise<string[]> =>
    (await verify(member, logged)).faults.map(({ code }) => code);

  /** An organization with an audit of ten entries, as another process would see it. */
  async function audited(): Promise<Member> {
    const member = await app.join();
    await app.app.get(AuditService).flush();
    const { sequence } = await headOf(member);
    for (let count = Number(sequence); count < 10; count++) await append(member, count);
    expect(await faults(member)).toEqual([]);
    forget();
    return member;
  }
  const append = async ({ orgId }: Member, count: number) => app.app.get(AuditStore).append(orgId, note(count));
  /** As after a restart: a running server remembers the heads it has written. */
  function forget(): void {
    const known = Reflect.get(Reflect.get(app.app.get(AuditStore), 'heads'), 'known') as object;
    (Reflect.get(known, 'entries') as Map<string, unknown>).clear();
  }

  /** Writes the chain anew from an entry on, as everybody can who knows how hashes are made. */
  async function recompute(member: Member, from: number): Promise<void> {
    const entries = await app.app.get(AuditStore).following(member.orgId, 0, 100);
    let previousHash = entries[from - 2]?.hash ?? '';
    for (const entry of entries.slice(from - 1)) {
      const changed = { ...entry, details: { count: 666 }, previousHash };
      const hash = chainHash(member.orgId, changed);
      const $set = { details: changed.details, previous_hash: previousHash, hash };
      await log().updateOne({ ...filterOf(member), sequence: entry.sequence }, { $set });
      previousHash = hash;
    }
  }

  it.each<{ what: string; change: (member: Member) => Promise<unknown>; found: string[] }>([
    {
      what: 'an entry was changed',
      change: async (member) => log().updateOne({ ...filterOf(member), sequence: 5 }, { $set: { details: {} } }),
      found: ['broken_chain'],
    },
    {
      what: 'an entry was removed',
      change: async (member) => log().deleteOne({ ...filterOf(member), sequence: 5 }),
      found: ['broken_chain'],
    },
    {
      what: 'the tail was cut off',
      change: async (member) => log().deleteMany({ ...filterOf(member), sequence: { $gt: 2 } }),
      found: ['cut_off'],
    },
    {
      what: 'the tail was cut off, and the head with it',
      change: async (member) => {
        await log().deleteMany({ ...filterOf(member), sequence: { $gt: 2 } });
        return heads().deleteOne(headFilterOf(member));
      },
      found: ['head_missing'],
    },
    {
      what: 'everything was removed',
      change: async (member) => {
        await log().deleteMany(filterOf(member));
        return heads().deleteOne(headFilterOf(member));
      },
      found: ['nothing_there'],
    },
    {
      what: 'all entries were removed',
      change: async (member) => log().deleteMany(filterOf(member)),
      found: ['cut_off'],
    },
    {
      what: 'the tail was cut off, and the head set to what is left',
      change: async (member) => {
        await log().deleteMany({ ...filterOf(member), sequence: { $gt: 2 } });
        const [, second] = await app.app.get(AuditStore).following(member.orgId, 0, 2);
        return heads().updateOne(headFilterOf(member), { $set: { sequence: 2, hash: second?.hash } });
      },
      found: ['head_not_ours'],
    },
    {
      what: 'the head was given the seal of an entry',
      change: async (member) => {
        await log().deleteMany({ ...filterOf(member), sequence: { $gt: 2 } });
        const [, second] = await app.app.get(AuditStore).following(member.orgId, 0, 2);
        const $set = { sequence: 2, hash: second?.hash, seal: second?.seal };
        return heads().updateOne(headFilterOf(member), { $set });
      },
      found: ['head_not_ours'],
    },
    {
      what: 'the head was given that of another organization',
      change: async (member) => {
        const other = await app.join('Other');
        await app.app.get(AuditService).flush();
        const { _id: _other, ...fields } = await headOf(other);
        return heads().updateOne(headFilterOf(member), { $set: fields });
      },
      found: ['head_not_ours'],
    },
    {
      what: 'the chain was computed anew',
      change: async (member) => recompute(member, 3),
      found: ['written_anew'],
    },
    {
      what: 'the chain was computed anew, and the head with it',
      change: async (member) => {
        await recompute(member, 1);
        const last = (await app.app.get(AuditStore).newest(member.orgId, { limit: 1 }))[0];
        const seal = createHash('sha256').update(TEST_SECRET).digest('hex');
        return heads().updateOne(headFilterOf(member), { $set: { hash: last?.hash, seal } });
      },
      found: ['head_not_ours'],
    },
    {
      what: 'an entry was appended',
      change: async (member) => {
        const last = (await app.app.get(AuditStore).newest(member.orgId, { limit: 1 }))[0];
        if (last === undefined) throw new Error('no entry');
        const forged = { ...note(666), sequence: 11, at: new Date(), previousHash: last.hash };
        return log().insertOne({
          _id: `forged ${member.orgId}` as never,
          ...filterOf(member),
          sequence: 11,
          at: forged.at,
          action: forged.action,
          client_id: null,
          via: 'command_line',
          actor_client_id: null,
          details: forged.details,
          previous_hash: last.hash,
          hash: chainHash(member.orgId, forged),
          seal: last.seal,
        });
      },
      found: ['not_sealed'],
    },
  ])('hostile-126 $what: it is found, also after more entries', async ({ change, found }) => {
    const member = await audited();
    await change(member);
    expect(await faults(member)).toEqual(found);
    for (let count = 0; count < 3; count++) await append(member, count);
    // Everything that was removed is the one case that begins a new chain: only the log knows of the old one.
    if (found[0] !== 'nothing_there') expect(await faults(member)).not.toEqual([]);
  });

  it('hostile-126 a head that was set back to an older one of ours is found by the log', async () => {
    const member = await app.join();
    await append(member, 1);
    const old = await headOf(member);
    await append(member, 2);
    await append(member, 3);
    const lines: unknown[] = [];
    const spy = vi.spyOn(Logger.prototype, 'log').mockImplementation((line: unknown) => void lines.push(line));
    await app.app.get(AuditHeadLog).log();
    spy.mockRestore();
    const logged = lines
      .flatMap((line) => (line as { heads?: { organizationId: string; sequence: number; hash: string }[] }).heads ?? [])
      .find(({ organizationId }) => organizationId === member.orgId);
    expect(logged).toBeDefined();
    const place = `${logged?.sequence}:${logged?.hash}`;
    expect(await faults(member, place)).toEqual([]);

    forget();
    await heads().replaceOne(headFilterOf(member), old);
    await log().deleteMany({ ...filterOf(member), sequence: { $gt: old['sequence'] } });
    expect(await faults(member)).toEqual([]);
    expect(await faults(member, place)).toEqual(['not_as_logged']);
    await append(member, 4);
    await append(member, 5);
    await append(member, 6);
    expect(await faults(member, place)).toEqual(['not_as_logged']);
  });

  it('hostile-126 a head that went back while a server runs is found by its next entry', async () => {
    const member = await app.join();
    await append(member, 1);
    const old = await headOf(member);
    await append(member, 2);
    await heads().replaceOne(headFilterOf(member), old);
    await log().deleteMany({ ...filterOf(member), sequence: { $gt: old['sequence'] } });
    await append(member, 3);
    expect(await faults(member)).toEqual(['broken_chain']);
  });

  it('hostile-126 a process that died before it moved the head has changed nothing', async () => {
    const member = await audited();
    const before = await headOf(member);
    await append(member, 11);
    await heads().replaceOne(headFilterOf(member), before);
    forget();
    expect(await faults(member)).toEqual([]);
    await append(member, 12);
    expect(await verify(member)).toMatchObject({ entries: 12, head: { sequence: 12 }, faults: [] });
  });

  it('hostile-126 an audit of before heads were kept is adopted by its next entry, and verify says so', async () => {
    const member = await audited();
    await log().updateMany(filterOf(member), { $unset: { seal: 1 } });
    await heads().deleteOne(headFilterOf(member));
    expect(await faults(member)).toEqual(['never_sealed']);
    await append(member, 11);
    expect(await verify(member)).toMatchObject({ entries: 11, adoptedThrough: 10, faults: [] });
    await log().deleteOne({ ...filterOf(member), sequence: 11 });
    expect(await faults(member)).toEqual(['cut_off']);
  });

  it('hostile-126 a new secret takes the heads of the old one over, which may then go', async () => {
    const [old, fresh] = ['the-old-secret-that-signed-tokens-so-far', 'another-secret-that-signs-tokens-from-now-on'];
    const first = await createTestApp({ env: { JWT_SECRET_KEYS: old }, hasClockwork: false });
    const member = await first.join();
    await first.app.get(AuditService).flush();
    const startWith = async (secrets: string): Promise<TestApp> =>
      createTestApp({
        env: { MONGO_DB_NAME: first.connection.name, JWT_SECRET_KEYS: secrets },
        hasClockwork: false,
      });
    const faultsIn = async (each: TestApp) => (await each.app.get(AuditVerifyService).verify(member.orgId)).faults;
    const rotating = await startWith(`${fresh},${old}`);
    expect(await faultsIn(rotating)).toEqual([]);
    await rotating.app.get(AuditHeadLog).log();
    await rotating.app.close();
    const after = await startWith(fresh);
    expect(await faultsIn(after)).toEqual([]);
    await after.app.get(AuditStore).append(member.orgId, note(11));
    expect(await faultsIn(after)).toEqual([]);
    expect(await faultsIn(first)).toMatchObject([{ code: 'head_not_ours' }]);
    await after.app.close();
    await first.close();
  });

  it('hostile-126 where the secret is lost, an operator may adopt what there is, which is recorded', async () => {
    const member = await audited();
    await heads().updateOne(headFilterOf(member), { $set: { seal: '0'.repeat(64) } });
    expect(await faults(member)).toEqual(['head_not_ours']);
    await app.app.get(AuditVerifyService).adopt(member.orgId);
    expect(await verify(member)).toMatchObject({ adoptedThrough: 10, faults: [] });
    expect((await entriesOf(app, member)).map(({ action }) => action)).toContain('audit_adopted');
  });

  it('hostile-126 no audit waits for another organization’s', async () => {
    const [busy, calm] = [await app.join('Busy'), await app.join('Calm')];
    const service = app.app.get(AuditService);
    const { append: real } = AuditStore.prototype;
    const spy = vi.spyOn(app.app.get(AuditStore), 'append').mockImplementation(async (orgId, written) => {
      if (orgId === busy.orgId) await new Promise((resolve) => setTimeout(resolve, 500));
      return real.call(app.app.get(AuditStore), orgId, written);
    });
    const waiting = Promise.all(times(3, async (index) => service.record(busy.orgId, note(index))));
    const order: string[] = [];
    void waiting.then(() => order.push('busy'));
    await service.record(calm.orgId, note(0)).then(() => order.push('calm'));
    await waiting;
    spy.mockRestore();
    expect(order[0]).toBe('calm');
  });

  it('hostile-126 the policy that is audited is the one that was stored', async () => {
    const member = await app.join('Stored');
    await app.app.get(RiskPoliciesService).of(member.orgId);
    const filter = headFilterOf(member);
    const fields = { organization_id: filter._id, policy: 'calibrated', masking: 'secrets', updated_at: new Date() };
    await app.connection.collection('risk_policies').updateOne(filter, { $set: fields }, { upsert: true });
    await member.put('/risk/policy', { policy: 'baseline' }).expect(200);
    const [entry] = await entriesOf(app, member);
    expect(entry?.details).toMatchObject({ policy_from: 'calibrated', masking_from: 'secrets' });
  });
});
