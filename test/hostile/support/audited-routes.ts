import { BUCKET_MS, TRAFFIC_BEGIN } from '../../support/drift-traffic.js';
import type { Member } from '../../support/test-app.js';

/** Something that no audit may hold. */
export const CANARY = 'quiet-canary-river';

/** How a route is called so that it changes something, and what the audit calls it. */
export interface Audited {
  readonly actions: readonly string[];
  call(member: Member): Promise<unknown>;
}

const MODEL = '/models/m';
const WINDOW = {
  from: new Date(TRAFFIC_BEGIN).toISOString(),
  to: new Date(TRAFFIC_BEGIN + 10 * BUCKET_MS).toISOString(),
};

/** Every route behind a token that changes something, and every export. A route that isn't here fails the test below:
 * write down how it is called and what it is audited as. */
export const AUDITED: Readonly<Record<string, Audited>> = {
  'PUT /risk/policy': {
    actions: ['policy_set'],
    call: async (member) => member.put('/risk/policy', { policy: 'calibrated', masking: 'secrets' }).expect(200),
  },
  'PUT /risk/patterns': {
    actions: ['patterns_set'],
    call: async (member) =>
      member
        .put('/risk/patterns', { patterns: [{ name: 'staff', pattern: CANARY, about: 'sensitive', strength: 0.8 }] })
        .expect(200),
  },
  'POST /risk/allowances': {
    actions: ['allowance_added'],
    call: async (member) => member.post('/risk/allowances', { text: CANARY }).expect(200),
  },
  'DELETE /risk/allowances/{id}': {
    actions: ['allowance_removed'],
    call: async (member) => {
      const { body } = await member.post('/risk/allowances', { rule: 'secret.password', model_name: 'm' }).expect(200);
      return member.delete(`/risk/allowances/${body.id}`).expect(200);
    },
  },
  'DELETE /risk/allowances': {
    actions: ['allowances_cleared'],
    call: async (member) => member.delete('/risk/allowances').expect(200),
  },
  'POST /risk/feedback': {
    actions: ['feedback_given'],
    call: async (member) => {
      const { body } = await member.get('/events/llm?limit=1').expect(200);
      return member.post('/risk/feedback', { event_id: body.events[0].id }).expect(200);
    },
  },
  'PUT /models/{model_name}/profile': {
    actions: ['profile_set'],
    call: async (member) => member.put(`${MODEL}/profile`, { baseline_latency_ms: 40 }).expect(200),
  },
  'DELETE /models/{model_name}/profile': {
    actions: ['profile_removed'],
    call: async (member) => {
      await member.put('/models/other/profile', { baseline_latency_ms: 40 }).expect(200);
      return member.delete('/models/other/profile').expect(200);
    },
  },
  'POST /models/{model_name}/baseline/accept': {
    actions: ['baseline_accepted'],
    call: async (member) => member.post(`${MODEL}/baseline/accept`).expect(200),
  },
  'PUT /models/{model_name}/baseline/pin': {
    actions: ['baseline_pinned'],
    call: async (member) => member.put(`${MODEL}/baseline/pin`, WINDOW).expect(200),
  },
  'DELETE /models/{model_name}/baseline/pin': {
    actions: ['baseline_unpinned'],
    call: async (member) => member.delete(`${MODEL}/baseline/pin`).expect(200),
  },
  'POST /models/{model_name}/baseline/reset': {
    actions: ['baseline_reset'],
    call: async (member) => member.post(`${MODEL}/baseline/reset`).expect(200),
  },
  'POST /dead-letters/replay': {
    actions: ['dead_letters_replayed'],
    call: async (member) => member.post('/dead-letters/replay').expect(200),
  },
  'GET /events/{kind}/export': {
    actions: ['export_started', 'export_ended'],
    call: async (member) => member.get('/events/llm/export?format=csv&model=m').expect(200),
  },
  'POST /auth/credentials/refresh': {
    actions: ['secret_replaced'],
    call: async (member) => member.post('/auth/credentials/refresh').expect(200),
  },
};
