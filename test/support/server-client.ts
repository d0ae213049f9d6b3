import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { OpenAPIObject } from '@nestjs/swagger';
import { DocumentedAnswers } from './documented-answers.js';

const COMMITTED = path.resolve(import.meta.dirname, '../../docs/openapi.json');

/** What a server answered. */
export interface ServerAnswer<Body> {
  readonly status: number;
  readonly body: Body;
}

/** Counts of events by label. */
export interface Distribution {
  readonly normalCount: number;
  readonly suspiciousCount: number;
  readonly riskyCount: number;
}

/** A signed-in client of a server in another process. Every answer is held against that server's document. */
export class ServerClient {
  private constructor(
    private readonly url: string,
    private readonly token: string,
    private readonly answers: DocumentedAnswers,
  ) {}

  /** @throws Error where the key isn't good */
  static async signIn(url: string, key: { clientId: string; clientSecret: string }): Promise<ServerClient> {
    const served = await fetch(`${url}/openapi.json`);
    // In production it isn't served by default; the committed one is the same but for the name.
    const document = (served.ok ? await served.json() : JSON.parse(readFileSync(COMMITTED, 'utf8'))) as OpenAPIObject;
    const stranger = new ServerClient(url, '', new DocumentedAnswers(document));
    const { status, body } = await stranger.send<{ access_token: string }>('POST', '/auth/token', key);
    if (status !== 200) throw new Error(`signing in: ${status} ${JSON.stringify(body)}`);
    return new ServerClient(url, body.access_token, stranger.answers);
  }

  /** @throws Error where no answer comes, or another one than documented */
  async send<Body>(method: string, path: string, body?: object): Promise<ServerAnswer<Body>> {
    const response = await fetch(`${this.url}${path}`, {
      method,
      headers: {
        ...(this.token === '' ? {} : { Authorization: `Bearer ${this.token}` }),
        ...(body === undefined ? {} : { 'Content-Type': 'application/json' }),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const contentType = response.headers.get('content-type') ?? '';
    const answer = /json/.test(contentType) ? ((await response.json()) as Body) : ((await response.text()) as Body);
    this.answers.check(method, path, { status: response.status, contentType, body: answer });
    return { status: response.status, body: answer };
  }

  /** Sends a batch.
   * @returns how many events were acknowledged: 0 where no answer came or another status than 200 */
  async ingest(kind: 'ml' | 'llm', events: readonly object[]): Promise<number> {
    try {
      const { status, body } = await this.send<{ ingested: number }>('POST', `/ingest/${kind}`, { events });
      return status === 200 ? body.ingested : 0;
    } catch (error) {
      // Fetch fails with a TypeError where the connection does; anything else is a finding.
      if (error instanceof TypeError || (error instanceof Error && error.name === 'SocketError')) return 0;
      throw error;
    }
  }

  /** @returns how many events carry a label */
  async labelled(): Promise<number> {
    const { body } = await this.send<Distribution>('GET', '/dashboard/risk-distribution');
    return body.normalCount + body.suspiciousCount + body.riskyCount;
  }
}
