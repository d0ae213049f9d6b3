import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { mlEvent } from '../support/factories.js';
import { createTestApp, type Member, type TestApp } from '../support/test-app.js';

const COMPOSED = 'caf\u00e9';
const DECOMPOSED = 'cafe\u0301';

describe('the profile of a model', () => {
  let app: TestApp, member: Member;
  beforeAll(async () => {
    app = await createTestApp();
    member = await app.join();
  });
  afterAll(() => app.close());

  const profileOf = (name: string): string => `/models/${encodeURIComponent(name)}/profile`;

  it('is that of its events, in whatever Unicode form the name is written', async () => {
    await member.put(profileOf(DECOMPOSED), { baseline_latency_ms: 40 }).expect(200);
    expect((await member.get(profileOf(COMPOSED)).expect(200)).body.model_name).toBe(COMPOSED);
    await member.post('/ingest/ml', { events: [mlEvent({ model_name: DECOMPOSED, latency_ms: 60 })] }).expect(200);
    await app.drain();
    const { body } = await member.get('/dashboard/models').expect(200);
    expect(body.models).toEqual([{ model_name: COMPOSED, mean_latency_ms: 60, drift_score: 50 }]);
  });

  it.each([
    { what: 'a direction mark', name: 'a\u202eb' },
    { what: 'a zero width', name: 'a\u200bb' },
  ])('is refused for a name with $what', async ({ name }) => {
    const { body } = await member.put(profileOf(name), { baseline_latency_ms: 40 }).expect(422);
    expect(body.detail).toMatchObject([{ loc: ['path', 'model_name'], code: 'unseen_characters' }]);
  });
});
