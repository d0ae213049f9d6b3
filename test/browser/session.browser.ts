import type { Browser } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createTestApp, type Member, type TestApp } from '../support/test-app.js';
import { hasBrowser, launchBrowser } from './support/browser.js';
import { openViewer, settled, signIn, type Viewer } from './support/viewer.js';

const HOUR = '01:01:00';

describe.skipIf(!hasBrowser())('a session of the web page', () => {
  let browser: Browser, app: TestApp, member: Member, viewer: Viewer;
  beforeAll(async () => {
    [browser, app] = await Promise.all([launchBrowser(), createTestApp()]);
  });
  afterAll(() => Promise.all([browser.close(), app.close()]));

  beforeEach(async () => {
    member = await app.join();
    viewer = await openViewer(browser, app);
    await viewer.page.clock.install();
    await signIn(viewer, member);
    await settled(viewer);
  });
  afterEach(() => viewer.close());

  async function follow(name: string): Promise<void> {
    await viewer.page.getByRole('link', { name, exact: true }).click();
  }

  it('goes on past the end of its token, by the secret that it was begun with', async () => {
    const renewed = viewer.page.waitForRequest((request) => request.url().endsWith('/auth/token'));
    await viewer.page.clock.fastForward(HOUR);
    await follow('Models');
    await renewed;
    await viewer.page.getByText('No model yet').waitFor();
  });

  it('ends with its token after a reload, says so, and leads back to where it was', async () => {
    await follow('Alerts');
    await viewer.page.reload();
    await viewer.page.getByText('No alerts').waitFor();
    await viewer.page.clock.fastForward(HOUR);
    await viewer.goto('/ui/models');
    await viewer.page.getByText('Your session has ended. Sign in again to go on.').waitFor();
    await viewer.page.getByLabel('Client id').fill(member.clientId);
    await viewer.page.getByLabel('Client secret').fill(member.clientSecret);
    await viewer.page.getByRole('button', { name: 'Sign in' }).click();
    await viewer.page.getByRole('heading', { name: 'Models', level: 1 }).waitFor();
  });

  it('replaces the secret of its key, shows the new one once, and goes on with it', async () => {
    await follow('Keys');
    await viewer.page.getByRole('button', { name: 'Replace the secret' }).click();
    await viewer.page.getByText('The new secret, shown this once.').waitFor();
    const clientSecret = await viewer.page.getByRole('status').locator('code').textContent();
    const { clientId } = member;
    await app.http.post('/auth/token').send({ clientId, clientSecret: member.clientSecret }).expect(401);
    await app.http.post('/auth/token').send({ clientId, clientSecret }).expect(200);
    await viewer.page.clock.fastForward(HOUR);
    await follow('Models');
    await viewer.page.getByText('No model yet').waitFor();
    await follow('Keys');
    await viewer.page.getByRole('button', { name: 'Replace the secret' }).waitFor();
    expect(await viewer.page.getByText(String(clientSecret)).count()).toBe(0);
  });

  it('is not begun with a key that may not read', async () => {
    const sender = await app.join('Sender', { scopes: 'ingest' });
    await viewer.page.getByRole('button', { name: 'Sign out' }).click();
    await viewer.page.getByLabel('Client id').fill(sender.clientId);
    await viewer.page.getByLabel('Client secret').fill(sender.clientSecret);
    await viewer.page.getByRole('button', { name: 'Sign in' }).click();
    await viewer.page.getByText('This key may not read').waitFor();
  });

  it('keeps the theme that was chosen, and follows the system again when it is chosen back', async () => {
    const shown = async (): Promise<unknown> => viewer.page.evaluate('document.documentElement.dataset.theme');
    expect(await shown()).toBe('light');
    await viewer.page.getByRole('button', { name: 'Switch to the dark theme' }).click();
    await viewer.page.reload();
    expect(await shown()).toBe('dark');
    await viewer.page.getByRole('button', { name: 'Switch to the light theme' }).click();
    await viewer.page.emulateMedia({ colorScheme: 'dark' });
    await expect.poll(shown).toBe('dark');
  });
});
