import { createHash } from 'node:crypto';
import { Logger } from '@nestjs/common';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { AuditHeadLog } from '../../src/auth/audit-head-log.js';
import { AuditService } from '../../src/auth/audit.service.js';
import { AuditStore } from '../../src/auth/audit.store.js';
import { AuditVerifyService } from '../../src/auth/audit-verify.service.js';
import { deferred } from '../support/deferred.js';
import { times } from '../support/factories.js';
import { createTestApp, type TestApp } from '../support/test-app.js';
import { TEST_SECRET } from '../support/test-secret.js';
import { AuditChain, noteOf } from './support/audit-chain.js';

/** A head as a line of the log tells it. */
interface LoggedHead {
  readonly organizationId: string;
  readonly sequence: number;
  readonly hash: string;
}

/** @returns the heads that are logged now */
async function loggedHeads(app: TestApp): Promise<LoggedHead[]> {
  const lines: { heads?: LoggedHead[] }[] = [];
  const spy = vi.spyOn(Logger.prototype, 'log').mockImplementation((line: object) => void lines.push(line));
  await app.app.get(AuditHeadLog).log();
  spy.mockRestore();
  return lines.flatMap(({ heads = [] }) => heads);
}

describe('an audit in the hands of who can write to the database', () => {
  let app: TestApp;
  beforeAll(async () => {
    app = await createTestApp({ hasClockwork: false });
  });
  afterAll(() => app.close());

  it.each<{ what: string; change: (chain: AuditChain) => Promise<void>; found: string }>([
    { what: 'changed', change: async (chain) => chain.change(5, { details: {} }), found: 'broken_chain' },
    { what: 'without an entry', change: async (chain) => chain.remove(5), found: 'broken_chain' },
    { what: 'without its first entry', change: async (chain) => chain.remove(1), found: 'broken_chain' },
    { what: 'without its last entry', change: async (chain) => chain.remove(10), found: 'cut_off' },
    { what: 'without its tail', change: async (chain) => chain.cut(2), found: 'cut_off' },
    { what: 'without any entry', change: async (chain) => chain.cut(0), found: 'cut_off' },
    { what: 'without its head', change: async (chain) => chain.removeHead(), found: 'head_missing' },
    {
      what: 'without its tail and its head',
      change: async (chain) => {
        await chain.cut(2);
        await chain.removeHead();
      },
      found: 'head_missing',
    },
    {
      what: 'without its tail, and with a head that says so',
      change: async (chain) => {
        await chain.cut(2);
        await chain.setHead({ sequence: 2, hash: (await chain.entry(2)).hash });
      },
      found: 'head_not_ours',
    },
    {
      what: 'without its tail, and with a head under the seal of an entry',
      change: async (chain) => {
        await chain.cut(2);
        const { hash, seal } = await chain.entry(2);
        await chain.setHead({ sequence: 2, hash, seal });
      },
      found: 'head_not_ours',
    },
    {
      what: 'with the head of another organization',
      change: async (chain) => chain.setHead(await (await AuditChain.ofTen(app)).head()),
      found: 'head_not_ours',
    },
    {
      what: 'with a head that says it was adopted',
      change: async (chain) => chain.setHead({ adopted_through: 10 }),
      found: 'head_not_ours',
    },
    { what: 'computed anew', change: async (chain) => chain.recompute(3), found: 'written_anew' },
    {
      what: 'computed anew with its head',
      change: async (chain) => {
        await chain.recompute(1);
        const seal = createHash('sha256').update(TEST_SECRET).digest('hex');
        await chain.setHead({ hash: (await chain.entry(10)).hash, seal });
      },
      found: 'head_not_ours',
    },
    { what: 'with an entry more', change: async (chain) => chain.forge(), found: 'not_sealed' },
  ])('hostile-126 is found to be $what, also after more entries', async ({ change, found }) => {
    const chain = await AuditChain.ofTen(app);
    expect(await chain.faults()).toEqual([]);
    await change(chain);
    expect(await chain.faults()).toEqual([found]);
    for (let count = 0; count < 3; count++) await chain.append(count);
    expect(await chain.faults()).not.toEqual([]);
  });

  it('hostile-126 is found to be gone, as long as nothing new is there', async () => {
    const chain = await AuditChain.ofTen(app);
    await chain.cut(0);
    await chain.removeHead();
    expect(await chain.faults()).toEqual(['nothing_there']);
  });

  it('hostile-126 is found by the log to have gone back, with an older head of ours', async () => {
    const chain = await AuditChain.ofTen(app);
    const old = await chain.head();
    await chain.append(11);
    await chain.append(12);
    const logged = (await loggedHeads(app)).find(({ organizationId }) => organizationId === chain.orgId);
    const head = `${logged?.sequence}:${logged?.hash}`;
    expect(await chain.faults(head)).toEqual([]);
    chain.forget();
    await chain.setHead(old);
    await chain.cut(10);
    expect(await chain.faults()).toEqual([]);
    expect(await chain.faults(head)).toEqual(['not_as_logged']);
    for (let count = 0; count < 3; count++) await chain.append(count);
    expect(await chain.faults(head)).toEqual(['not_as_logged']);
  });

  it('hostile-126 is found by a running server to have gone back', async () => {
    const chain = await AuditChain.ofTen(app);
    const old = await chain.head();
    await chain.append(11);
    await chain.setHead(old);
    await chain.cut(10);
    await chain.append(12);
    expect(await chain.faults()).toEqual(['broken_chain']);
  });

  it('hostile-126 bears a process that died before it moved the head', async () => {
    const chain = await AuditChain.ofTen(app);
    const before = await chain.head();
    await chain.append(11);
    await chain.setHead(before);
    chain.forget();
    expect(await chain.faults()).toEqual([]);
    await chain.append(12);
    expect(await chain.verify()).toMatchObject({ entries: 12, head: { sequence: 12 }, faults: [] });
  });

  it('hostile-126 of before heads were kept is adopted by its next entry, and says so', async () => {
    const chain = await AuditChain.ofTen(app);
    await chain.removeSeals();
    await chain.removeHead();
    expect(await chain.faults()).toEqual(['never_sealed']);
    await chain.append(11);
    expect(await chain.verify()).toMatchObject({ entries: 11, adoptedThrough: 10, faults: [] });
    await chain.remove(11);
    expect(await chain.faults()).toEqual(['cut_off']);
  });

  it('hostile-126 may be adopted by an operator who lost the secret, which is recorded', async () => {
    const chain = await AuditChain.ofTen(app);
    await chain.setHead({ seal: '0'.repeat(64) });
    expect(await chain.faults()).toEqual(['head_not_ours']);
    await app.app.get(AuditVerifyService).adopt(chain.orgId);
    expect(await chain.verify()).toMatchObject({ adoptedThrough: 10, faults: [] });
    expect(await chain.entry(11)).toMatchObject({ action: 'audit_adopted', details: { through: 10 } });
  });

  it('hostile-126 logs the heads that moved, and no others', async () => {
    const chain = await AuditChain.ofTen(app);
    expect((await loggedHeads(app)).map(({ organizationId }) => organizationId)).toContain(chain.orgId);
    app.travelTo(new Date(Date.now() + 3_600_000));
    await loggedHeads(app);
    app.travelTo(new Date(Date.now() + 7_200_000));
    expect(await loggedHeads(app)).toEqual([]);
    await chain.append(11);
    expect(await loggedHeads(app)).toEqual([expect.objectContaining({ organizationId: chain.orgId, sequence: 11 })]);
    app.travelTo(null);
  });

  it('hostile-126 waits for no other organization’s', async () => {
    const [busy, calm] = [await app.join('Busy'), await app.join('Calm')];
    const service = app.app.get(AuditService);
    await service.flush();
    const store = app.app.get(AuditStore);
    const append = store.append.bind(store);
    const held = deferred();
    const spy = vi.spyOn(store, 'append').mockImplementation(async (orgId, note) => {
      if (orgId === busy.orgId) await held.promise;
      return append(orgId, note);
    });
    const waiting = Promise.all(times(3, async (index) => service.record(busy.orgId, noteOf(index))));
    await service.record(calm.orgId, noteOf(0));
    held.resolve();
    await waiting;
    spy.mockRestore();
  });
});

describe('a new secret', () => {
  it('hostile-126 takes over the heads of the old one, which may then go', async () => {
    const [old, fresh] = ['the-old-secret-that-signed-tokens-so-far', 'another-secret-that-signs-tokens-from-now-on'];
    const first = await createTestApp({ env: { JWT_SECRET_KEYS: old }, hasClockwork: false });
    const { orgId } = await first.join();
    await first.app.get(AuditService).flush();
    const startWith = async (secrets: string): Promise<TestApp> =>
      createTestApp({
        env: { MONGO_DB_NAME: first.connection.name, JWT_SECRET_KEYS: secrets },
        hasClockwork: false,
      });
    const faultsIn = async (app: TestApp) => (await app.app.get(AuditVerifyService).verify(orgId)).faults;
    const rotating = await startWith(`${fresh},${old}`);
    expect(await faultsIn(rotating)).toEqual([]);
    await rotating.app.get(AuditHeadLog).log();
    await rotating.app.close();
    const after = await startWith(fresh);
    expect(await faultsIn(after)).toEqual([]);
    await after.app.get(AuditStore).append(orgId, noteOf(11));
    expect(await faultsIn(after)).toEqual([]);
    expect(await faultsIn(first)).toMatchObject([{ code: 'head_not_ours' }]);
    await after.app.close();
    await first.close();
  });
});
