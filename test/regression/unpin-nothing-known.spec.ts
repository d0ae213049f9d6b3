import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createTestApp, type Member, type TestApp } from '../support/test-app.js';

describe('unpinning what is normal for a model without events', () => {
  let app: TestApp, member: Member;
  beforeAll(async () => {
    app = await createTestApp();
    member = await app.join();
  });
  afterAll(() => app.close());

  it('is refused, and the profile that was set by hand stays', async () => {
    const profile = { baseline_latency_ms: 77, feature_stats: { amount: { mean: 50, std: 10 } } };
    await member.put('/models/m/profile', profile).expect(200);
    await member.delete('/models/m/baseline/pin').expect(404);
    expect((await member.get('/models/m/profile').expect(200)).body).toMatchObject({ ...profile, source: 'set' });
  });
});
