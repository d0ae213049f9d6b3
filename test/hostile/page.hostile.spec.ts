import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { mlEvent } from '../support/factories.js';
import { createTestApp, type Member, type TestApp } from '../support/test-app.js';

const MARKUP = '<img src=x onerror=alert(1)>';

/** What of the row holds without a browser; `test/browser/markup.browser.ts` opens every screen with 20 kinds of markup. */
describe('markup in names, on its way to the web page', () => {
  let app: TestApp, member: Member;
  beforeAll(async () => {
    app = await createTestApp();
    member = await app.join();
    await member.post('/ingest/ml', { events: [mlEvent({ model_name: MARKUP, prediction: MARKUP })] }).expect(200);
    await app.drain();
  });
  afterAll(() => app.close());

  it.each(['/dashboard/models', '/events/ml', `/models/${encodeURIComponent(MARKUP)}`])(
    'hostile-99: is data of %s, which no browser takes for a page',
    async (address) => {
      const { text, headers } = await member.get(address).expect(200);
      expect(text).toContain(JSON.stringify(MARKUP).slice(1, -1));
      expect(headers['content-type']).toMatch(/^application\/json/);
      expect(headers['x-content-type-options']).toBe('nosniff');
    },
  );

  it('hostile-99: finds a page that runs nothing but its own files, and makes no markup of texts', async () => {
    const { headers, text } = await app.http
      .get(`/ui/model?${new URLSearchParams({ name: MARKUP }).toString()}`)
      .expect(200);
    expect(text).not.toContain('onerror');
    const policy = String(headers['content-security-policy']);
    expect(policy).toContain("script-src 'self';");
    expect(policy).toContain("require-trusted-types-for 'script'");
    expect(policy).toContain("trusted-types 'none'");
  });
});
