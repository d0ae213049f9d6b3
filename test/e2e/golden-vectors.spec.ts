import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { llmEvent, mlEvent } from '../support/factories.js';
import { goldenCases } from '../support/golden.js';
import { stored } from '../support/stored.js';
import { createTestApp, type Member, type TestApp } from '../support/test-app.js';

interface LlmVector {
  readonly prompt: string;
  readonly response: string;
  readonly expected: {
    readonly riskScore: number;
    readonly riskLabel: string;
    readonly flags: readonly string[];
    readonly token_count: number;
  };
}

interface MlVector {
  readonly input_data: object;
  readonly drift_score: number | null;
  readonly feature_stats: object | null;
  readonly expected: { readonly riskScore: number; readonly riskLabel: string };
}

const BASELINE_MS = 1000;
const CONTRACT_FLAGS = new Set(['sensitive_content', 'jailbreak_pattern', 'long_prompt']);

const llmVectors = goldenCases('llm') as readonly LlmVector[] | null;
const mlVectors = goldenCases('ml') as readonly MlVector[] | null;

/** Each vector has a model of its own, by which its event is found again. */
function modelOf(index: number): string {
  return `vector-${index}`;
}

describe.skipIf(llmVectors === null || mlVectors === null)('golden vectors over HTTP', () => {
  let app: TestApp, member: Member;
  beforeAll(async () => {
    app = await createTestApp();
    member = await app.join();
  });
  afterAll(() => app.close());

  async function byModel(collection: string): Promise<ReadonlyMap<unknown, Record<string, unknown>>> {
    const documents = await stored(app, collection, member.orgId);
    return new Map(documents.map((document) => [document['model_name'], document]));
  }

  async function distribution(): Promise<Record<string, number>> {
    return (await member.get('/dashboard/risk-distribution').expect(200)).body as Record<string, number>;
  }

  it('calls: score, label, flags and tokens', async () => {
    const vectors = llmVectors ?? [];
    const events = vectors.map(({ prompt, response }, index) =>
      llmEvent({ model_name: modelOf(index), prompt, response }),
    );
    await member.post('/ingest/llm', { events }).expect(200, { ingested: vectors.length });
    await app.drain();
    const documents = await byModel('llm_events');
    expect(documents.size).toBe(vectors.length);
    for (const [index, { expected }] of vectors.entries()) {
      const document = documents.get(modelOf(index)) ?? {};
      expect(Math.abs(Number(document['riskScore']) - expected.riskScore), modelOf(index)).toBeLessThanOrEqual(1e-4);
      const flags = (document['flags'] as string[]).filter((flag) => CONTRACT_FLAGS.has(flag));
      const { riskLabel, token_count } = document;
      expect({ riskLabel, flags, token_count }, modelOf(index)).toEqual({
        riskLabel: expected.riskLabel,
        flags: expected.flags,
        token_count: expected.token_count,
      });
    }
  });

  it('predictions: score and label, with drift and statistics as given', async () => {
    const vectors = mlVectors ?? [];
    const before = await distribution();
    for (const [index, { drift_score, feature_stats }] of vectors.entries()) {
      if (drift_score === null && feature_stats === null) continue;
      const profile = { baseline_latency_ms: BASELINE_MS, ...(feature_stats === null ? {} : { feature_stats }) };
      await member.put(`/models/${modelOf(index)}/profile`, profile).expect(200);
    }
    // One event a model: its latency alone makes the drift that the vector wants.
    const events = vectors.map(({ input_data, drift_score }, index) =>
      mlEvent({ model_name: modelOf(index), input_data, latency_ms: BASELINE_MS * (1 + (drift_score ?? 0) / 100) }),
    );
    await member.post('/ingest/ml', { events }).expect(200, { ingested: vectors.length });
    await app.drain();
    const documents = await byModel('ml_events');
    for (const [index, { expected }] of vectors.entries()) {
      const { riskScore, riskLabel } = documents.get(modelOf(index)) ?? {};
      expect(Math.abs(Number(riskScore) - expected.riskScore), modelOf(index)).toBeLessThanOrEqual(1e-4);
      expect(riskLabel, modelOf(index)).toBe(expected.riskLabel);
    }
    const after = await distribution();
    const counted = Object.entries(after).map(([label, count]) => count - (before[label] ?? 0));
    expect(counted.reduce((sum, count) => sum + count, 0)).toBe(vectors.length);
  });
});
