import { Injectable, Module } from '@nestjs/common';
import { afterAll, beforeAll, beforeEach, describe, expect, inject, it, vi } from 'vitest';
import { On } from '../../src/platform/event-bus.js';
import { DeadLettersStore } from '../../src/telemetry/dead-letters.store.js';
import { LabelsStore } from '../../src/telemetry/labels.store.js';
import { SweeperService } from '../../src/telemetry/sweeper.service.js';
import { LlmEventsStored } from '../../src/telemetry/telemetry.facts.js';
import { llmEvent, riskyCall, times } from '../support/factories.js';
import { eventually } from '../support/poll.js';
import { runProgram } from '../support/program.js';
import { temporaryFolder } from '../support/server-process.js';
import { stored } from '../support/stored.js';
import { TEST_SECRET } from '../support/test-secret.js';
import { createTestApp, type Member, type TestApp } from '../support/test-app.js';

const POISON = 'poison';

/** A listener of somebody else's, which can't stand one of the events. */
@Injectable()
class Choosy {
  isMended = true;

  @On(LlmEventsStored)
  async look({ events }: LlmEventsStored): Promise<void> {
    if (!this.isMended && events.some(({ modelName }) => modelName === POISON)) throw new Error('not this one');
  }
}

@Module({ providers: [Choosy] })
class ChoosyModule {}

describe('a poison event', () => {
  let app: TestApp, member: Member, listener: Choosy;
  beforeAll(async () => {
    app = await createTestApp({ extensions: [ChoosyModule], hasClockwork: false });
    listener = app.app.get(Choosy);
  });
  beforeEach(async () => {
    member = await app.join();
  });
  afterAll(() => app.close());

  /** One try of everything that is open, as if every lease had run out. */
  async function sweepAtOnce(): Promise<void> {
    const ledger = app.connection.collection('ingest_batches');
    await ledger.updateMany({ s: 0 }, { $set: { lease: new Date(0) } });
    await app.app.get(SweeperService).sweep();
    await app.drain();
  }

  async function deadLetters(): Promise<readonly Record<string, unknown>[]> {
    return (await member.get('/dead-letters').expect(200)).body.dead_letters;
  }

  async function openBatches(): Promise<number> {
    return (await stored(app, 'ingest_batches', member.orgId)).filter(({ s }) => s === 0).length;
  }

  async function sendWithPoison(): Promise<void> {
    const events = [...times(9, () => riskyCall()), llmEvent({ model_name: POISON })];
    await member.post('/ingest/llm', { events }).expect(200, { ingested: 10 });
    await app.drain();
  }

  /** @returns how many tries it took */
  async function untilBuried(): Promise<number> {
    let tries = 1;
    await eventually(
      async () => {
        await sweepAtOnce();
        tries++;
        return openBatches();
      },
      (open) => open === 0,
      30_000,
    );
    return tries;
  }

  async function expectMatesDone(): Promise<void> {
    const mates = (await stored(app, 'llm_events', member.orgId)).filter((event) => event['model_name'] !== POISON);
    expect(mates.map((event) => event['riskLabel'])).toEqual(times(9, () => 'risky'));
    expect((await member.get('/dashboard/alerts').expect(200)).body).toHaveLength(9);
  }

  it('whose label can not be written ends as a dead letter without one; mended, a replay labels it', async () => {
    const store = app.app.get(LabelsStore);
    const write = store.write.bind(store);
    const failing = vi.spyOn(store, 'write').mockImplementation(async (orgId, list, verdicts) => {
      if (list.events.some(({ modelName }) => modelName === POISON)) throw new Error('not this one');
      return write(orgId, list, verdicts);
    });
    await sendWithPoison();
    expect(await untilBuried()).toBe(8);
    expect(await deadLetters()).toMatchObject([{ kind: 'llm', model_name: POISON, code: 'processing_failed' }]);
    await expectMatesDone();
    failing.mockRestore();
    await member.post('/dead-letters/replay').expect(200, { replayed: 1 });
    expect(await deadLetters()).toEqual([]);
    await sweepAtOnce();
    expect(await openBatches()).toBe(0);
    const { body } = await member.get('/dashboard/risk-distribution').expect(200);
    expect(body).toEqual({ normalCount: 1, suspiciousCount: 0, riskyCount: 9 });
    await expectMatesDone();
  });

  it('on which a listener always throws ends as a dead letter, its label standing; a replay tries that listener again', async () => {
    listener.isMended = false;
    await sendWithPoison();
    expect(await untilBuried()).toBe(8);
    expect(await deadLetters()).toMatchObject([{ model_name: POISON, code: 'processing_failed' }]);
    await expectMatesDone();
    await member.post('/dead-letters/replay').expect(200, { replayed: 1 });
    expect(await untilBuried()).toBe(8);
    expect(await deadLetters()).toHaveLength(1);
    listener.isMended = true;
    await member.post('/dead-letters/replay').expect(200, { replayed: 1 });
    await sweepAtOnce();
    expect(await openBatches()).toBe(0);
    expect(await deadLetters()).toEqual([]);
  });

  it('is not forgotten when a replay is so slow that its lease runs out half-way', async () => {
    listener.isMended = false;
    await sendWithPoison();
    await untilBuried();
    listener.isMended = true;
    const letters = app.app.get(DeadLettersStore);
    const revive = letters.revive.bind(letters);
    const slow = vi.spyOn(letters, 'revive').mockImplementationOnce(async (...letter) => {
      await sweepAtOnce();
      await revive(...letter);
      await app.connection.collection('llm_events').updateMany({ model_name: POISON }, { $unset: { riskLabel: 1 } });
    });
    await member.post('/dead-letters/replay').expect(200, { replayed: 1 });
    slow.mockRestore();
    await sweepAtOnce();
    const labels = (await stored(app, 'llm_events', member.orgId)).map((event) => event['riskLabel']);
    expect(labels).not.toContain(undefined);
  });

  it('is seen and replayed from the command line too, and by its own organization only', async () => {
    listener.isMended = false;
    await sendWithPoison();
    await untilBuried();
    const stranger = await app.join();
    expect((await stranger.get('/dead-letters').expect(200)).body).toEqual({ dead_letters: [] });
    await stranger.post('/dead-letters/replay').expect(200, { replayed: 0 });
    listener.isMended = true;
    const folder = await temporaryFolder();
    const env = {
      MONGO_URI: inject('mongoUri'),
      MONGO_DB_NAME: app.connection.name,
      JWT_SECRET_KEY: TEST_SECRET,
    };
    const aegis = async (command: string): Promise<unknown> => {
      const args = [command, '--org', member.orgId, '--json'];
      const { stdout, stderr } = await runProgram('cli.js', args, { folder: folder.path, env });
      expect(stderr).toBe('');
      return JSON.parse(stdout);
    };
    expect(await aegis('dead:list')).toMatchObject({ deadLetters: [{ modelName: POISON, code: 'processing_failed' }] });
    expect(await aegis('dead:replay')).toEqual({ replayed: 1 });
    await sweepAtOnce();
    expect(await openBatches()).toBe(0);
    expect(await aegis('dead:list')).toEqual({ deadLetters: [] });
    await folder.remove();
  });
});
