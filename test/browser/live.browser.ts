import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { llmEvent, riskyCall } from '../support/factories.js';
import { createTestApp, type Member, type TestApp } from '../support/test-app.js';
import { hasBrowser, launchBrowser } from './support/browser.js';
import { openViewer, settled, signIn, type Viewer } from './support/viewer.js';

const PAST_TIMERS_MS = 8000;

describe.skipIf(!hasBrowser())('the web page while things happen', () => {
  let browser: Browser, app: TestApp, member: Member, viewer: Viewer;
  beforeAll(async () => {
    [browser, app] = await Promise.all([launchBrowser(), createTestApp()]);
    member = await app.join();
    await member.post('/ingest/llm', { events: [llmEvent()] }).expect(200);
    await app.drain();
    viewer = await openViewer(browser, app);
    await viewer.page.clock.install();
    await signIn(viewer, member);
  });
  afterAll(async () => {
    await viewer.close();
    await Promise.all([browser.close(), app.close()]);
  });

  async function send(model: string): Promise<void> {
    await member.post('/ingest/llm', { events: [riskyCall({ model_name: model })] }).expect(200);
    await app.drain();
  }

  it('shows a new alert on the overview as the server tells of it, and then the new numbers, without a reload', async () => {
    await settled(viewer);
    await viewer.page.getByText('All quiet').waitFor();
    await viewer.page.getByText('Live', { exact: true }).waitFor();
    expect(await viewer.page.getByTestId('count-risky').textContent()).toBe('0');
    await viewer.page.evaluate('globalThis.isTheSame = true');
    // No time passes in the page: nothing can make it ask but the server's word.
    await viewer.page.clock.pauseAt(Date.now() + PAST_TIMERS_MS);
    await settled(viewer);
    await viewer.page.getByText('All quiet').waitFor();
    await send('first');
    await viewer.page.getByText('Risky LLM event of model first').waitFor();
    await viewer.page.clock.resume();
    await expect.poll(() => viewer.page.getByTestId('count-risky').textContent(), { timeout: 20_000 }).toBe('1');
    expect(await viewer.page.evaluate('globalThis.isTheSame')).toBe(true);
  });

  it('puts new alerts on top of the list, and leaves what is there', async () => {
    await viewer.page.getByRole('link', { name: 'Alerts', exact: true }).click();
    const rows = viewer.page.locator('.alert-message');
    await rows.first().waitFor();
    await send('second');
    await expect.poll(() => rows.allTextContents(), { timeout: 20_000 }).toHaveLength(2);
    expect(await rows.allTextContents()).toEqual([
      expect.stringContaining('model second'),
      expect.stringContaining('model first'),
    ]);
    expect(await viewer.page.evaluate('globalThis.isTheSame')).toBe(true);
  });

  it('shows nothing of other organizations', async () => {
    const other = await app.join('Other');
    await other.post('/ingest/llm', { events: [riskyCall({ model_name: 'foreign' })] }).expect(200);
    await app.drain();
    await send('third');
    const rows = viewer.page.locator('.alert-message');
    await expect.poll(() => rows.allTextContents(), { timeout: 20_000 }).toHaveLength(3);
    expect((await rows.allTextContents()).join()).not.toContain('foreign');
  });

  it('asks again where there is no stream, and says that it is not live', async () => {
    const other = await openViewer(browser, app);
    await other.page.route('**/dashboard/live', (route) => route.abort());
    await signIn(other, member);
    await settled(other);
    await other.page.getByText('Connecting …').waitFor();
    await send('fourth');
    await other.page.getByText('Risky LLM event of model fourth').waitFor({ timeout: 30_000 });
    await other.close();
  });
});
