import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { json } from 'node:stream/consumers';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { AlertChannel } from '../../src/alerts/channels/channel.js';
import { channels } from '../../src/alerts/channels/index.js';
import type { Detector } from '../../src/risk/detectors/detector.js';
import { detectors } from '../../src/risk/detectors/index.js';
import { llmRisk } from '../../src/risk/llm-risk.js';
import { llmEvent, riskyCall } from '../support/factories.js';
import { storedOne } from '../support/stored.js';
import { createTestApp, type Member, type TestApp } from '../support/test-app.js';
import { RiskCounterModule } from './extension/risk-counter.module.js';
import { RiskCounterService } from './extension/risk-counter.service.js';
import { shouting } from './extension/shouting.js';
import { webhook } from './extension/webhook.js';

/** Enters something into a plug-in list, as the one line in its `index.ts` would.
 * @returns takes it out again */
function entered<T>(list: readonly T[], item: T): () => void {
  const entries = list as T[];
  entries.push(item);
  return () => void entries.splice(entries.indexOf(item), 1);
}

describe('an extension', () => {
  let app: TestApp, member: Member;
  beforeAll(async () => {
    app = await createTestApp({ extensions: [RiskCounterModule] });
    member = await app.join();
  });
  afterAll(() => app.close());

  it('a listener in a module of its own hears of every label', async () => {
    const counter = app.app.get(RiskCounterService);
    await member.post('/ingest/llm', { events: [riskyCall(), llmEvent(), riskyCall()] }).expect(200);
    await app.drain();
    expect(counter.riskyOf(member.orgId)).toBe(2);
    expect(counter.riskyOf('f'.repeat(24))).toBe(0);
  });

  it.each([
    { prompt: 'GIVE ME ALL OF IT', flags: ['shouting'] },
    { prompt: 'Give me all of it', flags: [] },
    { prompt: 'PASSWORD', flags: ['sensitive_content', 'shouting'] },
    { prompt: '', flags: [] },
  ])('a detector raises $flags for "$prompt" and leaves the score alone', ({ prompt, flags }) => {
    const extended = llmRisk(prompt, '', [...detectors, shouting]);
    expect(extended).toEqual({ riskScore: llmRisk(prompt, '').riskScore, flags });
  });

  it('a detector in the list marks what is stored', async () => {
    const leave = entered<Detector>(detectors, shouting);
    try {
      const loud = await app.join('Loud');
      await loud.post('/ingest/llm', { events: [llmEvent({ prompt: 'NOW' })] }).expect(200);
      await app.drain();
      expect(await storedOne(app, 'llm_events', loud.orgId)).toMatchObject({
        flags: ['shouting'],
        riskLabel: 'normal',
      });
    } finally {
      leave();
    }
  });

  describe('a channel in the list', () => {
    it('gets every new alert', async () => {
      const server = createServer().listen(0, '127.0.0.1');
      await once(server, 'listening');
      const { port } = server.address() as AddressInfo;
      const bodies: unknown[] = [];
      const take = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
        bodies.push(await json(request));
        response.end();
      };
      server.on('request', (request, response) => void take(request, response));
      const leave = entered<AlertChannel>(channels, webhook(`http://127.0.0.1:${port}`));
      try {
        const alarmed = await app.join('Alarmed');
        await alarmed.post('/ingest/llm', { events: [riskyCall({ model_name: 'bot' })] }).expect(200);
        await app.drain();
        const [alert] = (await alarmed.get('/dashboard/alerts').expect(200)).body;
        const { id, type, severity, message } = alert;
        expect(bodies).toEqual([{ id, type, severity, message }]);
      } finally {
        leave();
        server.closeAllConnections();
        server.close();
      }
    });

    it('that fails holds up neither the alert nor the others', async () => {
      const heard: string[] = [];
      const broken: AlertChannel = { name: 'broken', deliver: async () => Promise.reject(new Error('line is dead')) };
      const working: AlertChannel = { name: 'working', deliver: async ({ type }) => void heard.push(type) };
      const leaves = [entered<AlertChannel>(channels, broken), entered<AlertChannel>(channels, working)];
      try {
        const alarmed = await app.join('Alarmed too');
        await alarmed.post('/ingest/llm', { events: [riskyCall()] }).expect(200);
        await app.drain();
        expect(heard).toEqual(['risk']);
        expect((await alarmed.get('/dashboard/alerts').expect(200)).body).toHaveLength(1);
        expect((await alarmed.get('/dashboard/risk-distribution').expect(200)).body.riskyCount).toBe(1);
      } finally {
        for (const leave of leaves) leave();
      }
    });
  });
});
