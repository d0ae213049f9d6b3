import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { mlEvent, riskyCall } from '../support/factories.js';
import { createTestApp, type Member, type TestApp } from '../support/test-app.js';
import { hasBrowser, launchBrowser } from './support/browser.js';
import { PAYLOADS } from './support/payloads.js';
import { openViewer, settled, signIn, type Viewer } from './support/viewer.js';

/** Tells the page's own violations of its policy to the console, where they count as faults. */
const WATCH = `addEventListener('securitypolicyviolation', ({ violatedDirective, blockedURI }) =>
  console.error('policy: ' + violatedDirective + ' ' + blockedURI));`;

describe.skipIf(!hasBrowser())('hostile-99: markup in names, predictions, texts and messages', () => {
  let browser: Browser, app: TestApp, member: Member, viewer: Viewer;
  beforeAll(async () => {
    [browser, app] = await Promise.all([launchBrowser(), createTestApp()]);
    member = await app.join();
    const calls = PAYLOADS.map((text) =>
      riskyCall({
        model_name: text,
        prompt: `${text} ${riskyCall().prompt}`,
        response: `${text} ${riskyCall().response}`,
      }),
    );
    const predictions = PAYLOADS.map((text) =>
      mlEvent({ model_name: text, prediction: text, input_data: { [text]: text, probabilities: { [text]: 1 } } }),
    );
    await member.post('/ingest/llm', { events: calls }).expect(200);
    await member.post('/ingest/ml', { events: predictions }).expect(200);
    await app.drain();
    viewer = await openViewer(browser, app);
    await viewer.page.addInitScript(WATCH);
    await signIn(viewer, member);
  });
  afterAll(async () => {
    await viewer.close();
    await Promise.all([browser.close(), app.close()]);
  });

  /** Goes there and waits until the text is on the screen, as the text it is. */
  async function sees(address: string, text: string): Promise<void> {
    await viewer.goto(address);
    await settled(viewer);
    await viewer.page.getByText(text).first().waitFor();
  }

  it('is text in lists', async () => {
    for (const address of ['/ui/models', '/ui/events', '/ui/events?kind=ml', '/ui/alerts']) {
      await viewer.goto(address);
      await settled(viewer);
      for (const text of PAYLOADS) {
        await viewer.page.getByText(text).first().waitFor();
      }
    }
  });

  it.each(PAYLOADS)('is text on the page of a model: %s', async (text) => {
    await sees(`/ui/model?${new URLSearchParams({ name: text }).toString()}`, text);
    expect(await viewer.page.locator('h1').textContent()).toBe(text);
  });

  it.each(['llm', 'ml'] as const)('is text on the page of every event: %s', async (kind) => {
    const { events } = (await member.get(`/events/${kind}?limit=100`)).body as { events: EventSeen[] };
    expect(events).toHaveLength(PAYLOADS.length);
    for (const { id, model_name: text } of events) await sees(`/ui/events/${kind}/${id}`, text);
  });

  it('is text in addresses', async () => {
    for (const text of PAYLOADS) {
      const query = new URLSearchParams({ model: text, flag: text, label: text, from: text }).toString();
      await viewer.goto(`/ui/events?${query}`);
    }
  });

  it('opened no dialog, broke no policy and reached nobody', () => {
    expect(viewer.dialogs).toEqual([]);
    expect(viewer.faults).toEqual([]);
    expect(viewer.strangers).toEqual([]);
  });
});

interface EventSeen {
  readonly id: string;
  readonly model_name: string;
}
