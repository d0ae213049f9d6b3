import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { mlEvent } from '../support/factories.js';
import { createTestApp, type Member, type TestApp } from '../support/test-app.js';

const FORMULAS = ['=HYPERLINK("http://evil.example","x")', '+1+1', '-2+3', '@SUM(A1)'];
/** A tab and a line end are separators to some programs: the formula after them is one more. */
const SEPARATED = ["'\t'=1", "'\r'=1"];
const PATTERNS = ['.*', '^', '(a+)+$', '[', '{"$regex":".*"}', '$ne'];

describe('what was sent, read again', () => {
  let app: TestApp, member: Member;
  beforeAll(async () => {
    app = await createTestApp();
    member = await app.join();
    await member
      .post('/ingest/ml', { events: [...FORMULAS, '\t=1', '\r=1'].map((prediction) => mlEvent({ prediction })) })
      .expect(200);
    await app.drain();
  });
  afterAll(() => app.close());

  it('hostile-100: runs nothing in a spreadsheet', async () => {
    const { text, headers } = await member.get('/events/ml/export?format=csv').buffer(true).expect(200);
    for (const formula of FORMULAS) expect(text).toContain(`"'${formula.replaceAll('"', '""')}"`);
    for (const separated of SEPARATED) expect(text).toContain(`"${separated}"`);
    expect(text).not.toMatch(/(?:^|,|\n)"?[=+@\t]/);
    expect(headers).toMatchObject({ 'x-content-type-options': 'nosniff' });
    expect(headers['content-type']).toContain('text/csv; charset=utf-8');
    expect(headers['content-disposition']).toContain('attachment');
  });

  it.each(PATTERNS)('hostile-104: looks for names that begin with %s, letter by letter', async (pattern) => {
    const search = new URLSearchParams({ model_prefix: pattern }).toString();
    const { body } = await member.get(`/events/ml?${search}`).expect(200);
    expect(body.events).toEqual([]);
  });

  it.each(['model_prefix[$regex]=.*', 'model[$ne]=x'])('hostile-104: knows no operator %s', async (operator) => {
    const { body } = await member.get(`/events/ml?${operator}&model=none`).expect(422);
    expect(body.detail).toMatchObject([{ loc: ['query', operator.split('=')[0]], code: 'unknown_parameter' }]);
  });
});
