import axe, { type AxeResults } from 'axe-core';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { llmEvent, mlEvent, riskyCall, suspiciousCall } from '../support/factories.js';
import { createTestApp, type Member, type TestApp } from '../support/test-app.js';
import { hasBrowser, launchBrowser } from './support/browser.js';
import { openViewer, settled, signIn, type Viewer } from './support/viewer.js';

const SERIOUS: ReadonlySet<unknown> = new Set(['serious', 'critical']);

const LOOKS = (['dark', 'light'] as const).flatMap((theme) => [1440, 360].map((width) => ({ theme, width })));

describe.skipIf(!hasBrowser())('accessibility', () => {
  let browser: Browser, app: TestApp, member: Member, stranger: Member;
  let screens: string[];
  beforeAll(async () => {
    [browser, app] = await Promise.all([launchBrowser(), createTestApp()]);
    [member, stranger] = [await app.join(), await app.join('Empty')];
    await member.put('/models/fraud/profile', {
      baseline_latency_ms: 20,
      feature_stats: { amount: { mean: 1, std: 2 } },
    });
    await member.post('/ingest/llm', { events: [llmEvent(), riskyCall(), suspiciousCall()] }).expect(200);
    await member.post('/ingest/ml', { events: [mlEvent(), mlEvent({ latency_ms: 80 })] }).expect(200);
    await app.drain();
    const idOf = async (path: string): Promise<string> => (await member.get(path)).body.events[0].id;
    const [call, prediction] = [await idOf('/events/llm?label=risky'), await idOf('/events/ml')];
    const plain = [
      '',
      'models',
      'model?name=fraud',
      'events',
      'events?kind=ml&label=risky',
      'alerts',
      'keys',
      'nowhere',
    ];
    screens = [...plain, `events/llm/${call}`, `events/ml/${prediction}`].map((page) => `/ui/${page}`);
  });
  afterAll(() => Promise.all([browser.close(), app.close()]));

  /** What is serious on the screen that is shown, in words. */
  async function findings({ page }: Viewer): Promise<string[]> {
    await page.evaluate(axe.source);
    const { violations } = await page.evaluate<AxeResults>('axe.run(document, { resultTypes: ["violations"] })');
    return violations
      .filter(({ impact }) => SERIOUS.has(impact))
      .map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' ')}`);
  }

  /** Whether something sticks out at the side. */
  async function sticksOut({ page }: Viewer): Promise<boolean> {
    return page.evaluate<boolean>('document.documentElement.scrollWidth > innerWidth');
  }

  it.each(LOOKS)('holds on every screen, $theme at $width pixels', async (look) => {
    const viewer = await openViewer(browser, app, look);
    const found: Record<string, string[]> = {};
    await viewer.goto('/ui/');
    found['sign-in'] = await findings(viewer);
    await signIn(viewer, member);
    for (const screen of screens) {
      await viewer.goto(screen);
      await settled(viewer);
      found[screen] = [...(await findings(viewer)), ...((await sticksOut(viewer)) ? ['sticks out'] : [])];
    }
    await viewer.close();
    expect(Object.entries(found).filter(([, faults]) => faults.length > 0)).toEqual([]);
  });

  it.each(LOOKS)('holds where there is nothing yet, $theme at $width pixels', async (look) => {
    const viewer = await openViewer(browser, app, look);
    await signIn(viewer, stranger);
    for (const page of ['', 'models', 'model?name=none', 'events', 'events?kind=ml', 'alerts']) {
      await viewer.goto(`/ui/${page}`);
      await settled(viewer);
      expect(await findings(viewer), page).toEqual([]);
    }
    await viewer.close();
  });

  it('lets the keyboard skip to the content, see where it is, and reach a row', async () => {
    const viewer = await openViewer(browser, app);
    await signIn(viewer, member);
    await viewer.goto('/ui/events');
    await settled(viewer);
    await viewer.page.keyboard.press('Tab');
    const focused = viewer.page.locator(':focus-visible');
    expect(await focused.textContent()).toBe('Skip to content');
    expect(await focused.isVisible()).toBe(true);
    await viewer.page.keyboard.press('Enter');
    await viewer.page.keyboard.press('Tab');
    expect(await focused.textContent()).toContain('Refresh');
    await viewer.page.locator('a.row').first().focus();
    await viewer.page.keyboard.press('Enter');
    await viewer.page.getByRole('heading', { level: 1, name: 'Call of a language model' }).waitFor();
    await viewer.close();
  });

  it('lets the keyboard read a chart, with the numbers of the API', async () => {
    const viewer = await openViewer(browser, app);
    await signIn(viewer, member);
    await settled(viewer);
    const chart = viewer.page.getByRole('figure', { name: /^Events by label/ });
    await chart.focus();
    for (let steps = 0; steps < 3; steps++) await viewer.page.keyboard.press('ArrowLeft');
    const values = async (): Promise<number[]> => (await chart.locator('b').allTextContents()).map(Number);
    let seen = await values();
    for (let steps = 0; steps < 60 && seen.every((value) => value === 0); steps++) {
      await viewer.page.keyboard.press(steps < 4 ? 'ArrowRight' : 'ArrowLeft');
      seen = await values();
    }
    expect(seen.reduce((sum, value) => sum + value, 0)).toBe(5);
    await viewer.close();
  });
});
