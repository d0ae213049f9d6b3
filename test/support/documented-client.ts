import type { Response } from 'supertest';
import supertest from 'supertest';
import type { DocumentedAnswers } from './documented-answers.js';

/** Sends requests to a server in this process. */
export type Client = ReturnType<typeof supertest>;

/** A client whose every answer must be as the OpenAPI document says: the test that gets another one fails. */
export function documentedClient(server: Parameters<typeof supertest>[0], answers: DocumentedAnswers): Client {
  const methods = Object.entries(supertest(server)).map(([method, send]) => {
    const checked = (path: string): supertest.Test =>
      send(path).expect(({ status, headers, body, text }: Response) => {
        const contentType: string = headers['content-type'] ?? '';
        answers.check(method, path, { status, contentType, body: /[/+]json/.test(contentType) ? body : text });
      });
    return [method, checked] as const;
  });
  return Object.fromEntries(methods) as unknown as Client;
}
