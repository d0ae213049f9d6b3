import { setTimeout } from 'node:timers/promises';
import { SECOND_MS } from '../lib/duration.js';
import type { AlertSeen, DistributionSeen, HealthSeen, ModelSeen } from './report.js';
import type { TrafficBatch } from './traffic.js';

/** By what a client proves itself. */
export interface Key {
  readonly clientId: string;
  readonly clientSecret: string;
}

const ANSWER_MS = 15 * SECOND_MS;
const TRIES = 10;
/** Answers that mean "later". */
const BUSY = new Set([429, 503]);

/** A signed-in client of a running server. Waits where the server is busy, and speaks of everything else in one line. */
export class ApiClient {
  private constructor(
    private readonly url: string,
    private readonly token: string,
  ) {}

  /** @throws Error where no server answers or the key is refused */
  static async signIn(url: string, key: Key): Promise<ApiClient> {
    const { access_token } = (await new ApiClient(url, '').ask('POST', '/auth/token', key)) as { access_token: string };
    return new ApiClient(url, access_token);
  }

  /** Sends the events of one request. */
  async ingest({ kind, events }: TrafficBatch): Promise<void> {
    await this.ask('POST', `/ingest/${kind}`, { events });
  }

  /** Declares what is normal for a model. */
  async setProfile(model: string, body: object): Promise<void> {
    await this.ask('PUT', `/models/${model}/profile`, body);
  }

  async distribution(): Promise<DistributionSeen> {
    return (await this.ask('GET', '/dashboard/risk-distribution')) as DistributionSeen;
  }

  async health(): Promise<HealthSeen> {
    return (await this.ask('GET', '/dashboard/health')) as HealthSeen;
  }

  async alerts(): Promise<AlertSeen[]> {
    return (await this.ask('GET', '/dashboard/alerts')) as AlertSeen[];
  }

  async models(): Promise<ModelSeen[]> {
    return ((await this.ask('GET', '/dashboard/models')) as { models: ModelSeen[] }).models;
  }

  private async ask(method: string, path: string, body?: object): Promise<unknown> {
    for (let tries = 1; ; tries++) {
      const response = await this.request(method, path, body);
      if (response.ok) return response.json();
      if (!BUSY.has(response.status) || tries === TRIES) throw await refusal(response, `${method} ${path}`);
      await response.body?.cancel();
      await setTimeout(Number(response.headers.get('Retry-After') ?? 1) * SECOND_MS);
    }
  }

  private async request(method: string, path: string, body?: object): Promise<Response> {
    const authorization = this.token === '' ? {} : { Authorization: `Bearer ${this.token}` };
    const content = body === undefined ? {} : { 'Content-Type': 'application/json' };
    try {
      return await fetch(`${this.url}${path}`, {
        method,
        headers: { ...authorization, ...content },
        body: body === undefined ? null : JSON.stringify(body),
        signal: AbortSignal.timeout(ANSWER_MS),
      });
    } catch {
      throw new Error(`No answer from ${this.url}: start a server there with "npm start", or name another with --url.`);
    }
  }
}

async function refusal(response: Response, request: string): Promise<Error> {
  if (response.status === 401) return new Error(`The server refuses the key: it is unknown, wrong or revoked.`);
  const text = await response.text();
  return new Error(`${request} was answered with ${response.status}: ${text.slice(0, 300)}`);
}
