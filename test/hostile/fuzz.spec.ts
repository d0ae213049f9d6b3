import type { OpenAPIObject } from '@nestjs/swagger';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { send } from './support/wire.js';
import { DocumentedAnswers } from '../support/documented-answers.js';
import { hostileApp } from './support/hostile-app.js';
import { requestsFrom } from './support/from-document.js';

/** `npm run test:fuzz -- --cases 10000 --seed 1`; without, some of them with a seed of the day's own. */
const CASES = Number(process.env['FUZZ_CASES'] ?? 1500);
const SEED = Number(process.env['FUZZ_SEED'] ?? Date.now() % 2 ** 31);
const TIMEOUT_MS = 30_000 + 200 * CASES;

describe('requests made from the document', () => {
  const hostile = hostileApp({
    ORG_BYTES_PER_SECOND: '1000000000',
    ORG_BURST_BYTES: '1000000000',
    DOCS_ENABLED: 'true',
  });

  it(
    `never lead to a fault of ours, and every answer is as documented (${CASES} cases, seed ${SEED})`,
    async () => {
      const { text } = await send(hostile.port, { method: 'GET', path: '/openapi.json' });
      const document = JSON.parse(text) as OpenAPIObject;
      const answers = new DocumentedAnswers(document);
      const statuses = new Map<number, number>();
      const property = fc.asyncProperty(requestsFrom(document), async ({ isSignedIn, ...request }) => {
        const authorization = { Authorization: `Bearer ${isSignedIn ? hostile.member.token : 'nobody'}` };
        const answer = await send(hostile.port, { ...request, headers: { ...authorization, ...request.headers } });
        const contentType = String(answer.headers['content-type'] ?? '');
        const body: unknown = contentType.includes('json') ? JSON.parse(answer.text) : answer.text;
        statuses.set(answer.status, (statuses.get(answer.status) ?? 0) + 1);
        expect(answer.status).toBeLessThan(500);
        answers.check(request.method, request.path, { status: answer.status, contentType, body });
      });
      await fc.assert(property, { numRuns: CASES, seed: SEED, endOnFailure: true });
      const counts = [...statuses]
        .sort(([one], [other]) => one - other)
        .map(([status, count]) => `${status}: ${count}`);
      process.stdout.write(`fuzz: ${CASES} cases, seed ${SEED}, 5xx 0; ${counts.join(', ')}\n`);
      expect(statuses.get(200) ?? 0).toBeGreaterThan(CASES / 10);
      expect(statuses.get(422) ?? 0).toBeGreaterThan(0);
    },
    TIMEOUT_MS,
  );
});
