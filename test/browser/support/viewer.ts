import type { Browser, Page } from 'playwright-core';
import type { Member, TestApp } from '../../support/test-app.js';

const ANSWER_MS = 15_000;
/** What the browser says of an answer that refuses something. */
const REFUSED = 'Failed to load resource: the server responded with a status of 4';

/** Somebody who looks at the page, and what they would see go wrong. */
export interface Viewer {
  readonly page: Page;
  /** Dialogs that opened. */
  readonly dialogs: string[];
  /** Errors of the page and of its console, violations of the policy among them. */
  readonly faults: string[];
  /** Answers of the server that refuse something. */
  readonly refusals: string[];
  /** Requests to anywhere but the server. */
  readonly strangers: string[];
  /** Goes to an address below the server's. */
  goto(address: string): Promise<void>;
  close(): Promise<void>;
}

interface ViewerOptions {
  readonly theme?: 'light' | 'dark';
  readonly width?: number;
}

/** Opens the page in a context of its own. */
export async function openViewer(browser: Browser, app: TestApp, options: ViewerOptions = {}): Promise<Viewer> {
  const { theme = 'light', width = 1280 } = options;
  const url = await app.app.getUrl();
  const context = await browser.newContext({ colorScheme: theme, viewport: { width, height: 900 }, baseURL: url });
  const page = await context.newPage();
  page.setDefaultTimeout(ANSWER_MS);
  const viewer = {
    dialogs: [] as string[],
    faults: [] as string[],
    refusals: [] as string[],
    strangers: [] as string[],
  };
  page.on('dialog', (dialog) => {
    viewer.dialogs.push(dialog.message());
    void dialog.dismiss();
  });
  page.on('pageerror', (error) => viewer.faults.push(error.message));
  page.on('console', (message) => {
    if (message.type() === 'error' && !message.text().startsWith(REFUSED)) viewer.faults.push(message.text());
  });
  page.on('response', (response) => {
    if (response.status() >= 400) viewer.refusals.push(`${response.status()} ${response.url().slice(url.length)}`);
  });
  page.on('request', (request) => {
    if (!request.url().startsWith(url)) viewer.strangers.push(request.url());
  });
  return {
    ...viewer,
    page,
    goto: async (address) => {
      await page.goto(address);
      await page.locator('h1').first().waitFor();
    },
    close: () => context.close(),
  };
}

/** Signs in by the form, and waits for the first screen.
 * @param address where to go to be asked to sign in */
export async function signIn({ page, goto }: Viewer, member: Member, address = '/ui/'): Promise<void> {
  await goto(address);
  await page.getByLabel('Client id').fill(member.clientId);
  await page.getByLabel('Client secret').fill(member.clientSecret);
  await page.getByRole('button', { name: 'Sign in' }).click();
  await page.getByRole('navigation', { name: 'Screens' }).waitFor();
}

/** Waits until nothing on the screen is loading. */
export async function settled({ page }: Viewer): Promise<void> {
  await page.locator('.skeleton').first().waitFor({ state: 'detached' });
}
