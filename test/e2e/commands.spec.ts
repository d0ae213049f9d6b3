import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { withCommandsNoted } from '../support/commands.js';
import { llmEvent, mlEvent, riskyCall, times } from '../support/factories.js';
import { eventually } from '../support/poll.js';
import { stored } from '../support/stored.js';
import { createTestApp, type Member, type TestApp } from '../support/test-app.js';

const SIZE = 100;
const calls = times(SIZE, () => llmEvent());
const STORED = ['insert ingest_batches', 'insert llm_events'];
/** How many alerts there are already, for a storm ends in one; then the alerts. */
const ALERTED = ['aggregate alerts', 'update alerts'];
const DONE = ['update rollups', 'update ingest_batches'];
/** Keys and their audit are looked at by the clock, not by the batch. */
const OF_KEYS = / (audit_\w+|api_keys|organizations)$/;

describe.each(['listeners', 'inline'] as const)(
  'with CLASSIFY=%s, whatever the size of a batch, the database is asked',
  (classify) => {
    let app: TestApp, member: Member, commands: string[];
    beforeAll(async () => {
      [app, commands] = await withCommandsNoted(() =>
        createTestApp({ env: { CLASSIFY: classify }, hasClockwork: false }),
      );
      member = await app.join();
      // Models that are known already.
      await member.post('/ingest/llm', { events: [llmEvent()] }).expect(200);
      await member.post('/ingest/ml', { events: [mlEvent()] }).expect(200);
      await untilDone();
    });
    afterAll(() => app.close());

    async function untilDone(): Promise<void> {
      await eventually(
        () => stored(app, 'ingest_batches'),
        (batches) => batches.every(({ s }) => s === 2),
      );
    }

    async function commandsOf(path: string, events: readonly object[]): Promise<string[]> {
      commands.length = 0;
      await member.post(path, { events }).expect(200);
      await untilDone();
      return commands.filter((command) => command !== 'find ingest_batches' && !OF_KEYS.test(command));
    }

    const labelled = classify === 'inline' ? [] : ['update llm_events'];

    it('this of ordinary calls', async () =>
      expect(await commandsOf('/ingest/llm', calls)).toEqual([...STORED, ...labelled, ...DONE]));

    it('this of risky calls', async () =>
      expect(
        await commandsOf(
          '/ingest/llm',
          times(SIZE, () => riskyCall()),
        ),
      ).toEqual([...STORED, ...labelled, ...ALERTED, ...DONE]));

    it('this of predictions, and whatever drift asks', async () => {
      const writes = (
        await commandsOf(
          '/ingest/ml',
          times(SIZE, () => mlEvent()),
        )
      ).filter((command) => /^(insert|update) (?!alerts)/.test(command));
      expect(writes).toEqual(['insert ingest_batches', 'insert ml_events', 'update ml_events', ...DONE]);
    });

    it('this of calls that are there already: how many, what they are, and their labels', async () => {
      const named = times(SIZE, (index) => ({ ...llmEvent(), event_id: `call-${index}` }));
      await commandsOf('/ingest/llm', named);
      const reads = ['aggregate llm_events', 'find llm_events', 'update llm_events', 'find llm_events'];
      expect(await commandsOf('/ingest/llm', named)).toEqual([...STORED, ...reads, ...DONE]);
    });
  },
);
