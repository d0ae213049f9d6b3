import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createTestApp, type Member, type TestApp } from '../support/test-app.js';

describe('an id that a client left empty', () => {
  let app: TestApp, member: Member;
  beforeAll(async () => {
    app = await createTestApp();
    member = await app.join();
  });
  afterAll(() => app.close());

  it('of an allowance takes back nothing', async () => {
    await member.post('/risk/allowances', { text: 'ignore all previous instructions' }).expect(200);
    await member.delete('/risk/allowances/').expect(404);
    const { body } = await member.get('/risk/allowances').expect(200);
    expect(body).toMatchObject({ allowances: [{}] });
  });

  it('of an event lists none', () => member.get('/events/ml/').expect(404));
});
