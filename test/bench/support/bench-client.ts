import { once } from 'node:events';
import { Agent, type IncomingMessage, request } from 'node:http';
import type { EventKind } from '../../../src/telemetry/telemetry.facts.js';

/** What a server answered. */
export interface Answer {
  readonly status: number;
  readonly body: string;
}

/** What came of a download. */
export interface Download {
  /** Milliseconds until the first byte of its content. */
  readonly firstByteMs: number;
  readonly seconds: number;
  readonly lines: number;
}

const LINE_END = 0x0a;

/** A signed-in client that costs little: bodies are bytes made beforehand, connections stay open. */
export class BenchClient {
  private constructor(
    readonly url: string,
    readonly token: string,
    private readonly agent: Agent,
  ) {}

  static async signIn(url: string, key: { clientId: string; clientSecret: string }): Promise<BenchClient> {
    const agent = new Agent({ keepAlive: true });
    const nobody = new BenchClient(url, '', agent);
    const { status, body } = await nobody.send('POST', '/auth/token', Buffer.from(JSON.stringify(key)));
    if (status !== 200) throw new Error(`signing in: ${status} ${body}`);
    return new BenchClient(url, (JSON.parse(body) as { access_token: string }).access_token, agent);
  }

  /** The header that signs its requests. */
  get authorization(): string {
    return `Bearer ${this.token}`;
  }

  /** Sends a batch.
   * @throws Error where it isn't taken */
  async ingest(kind: EventKind, body: Buffer): Promise<void> {
    const answer = await this.send('POST', `/ingest/${kind}`, body);
    if (answer.status !== 200) throw new Error(`ingest: ${answer.status} ${answer.body}`);
  }

  /** @throws Error where no answer comes; any status is an answer */
  async send(method: string, path: string, body?: Buffer): Promise<Answer> {
    return new Promise((resolve, reject) => {
      const headers = {
        ...(this.token === '' ? {} : { Authorization: `Bearer ${this.token}` }),
        ...(body === undefined ? {} : { 'Content-Type': 'application/json', 'Content-Length': body.length }),
      };
      const sent = request(`${this.url}${path}`, { method, headers, agent: this.agent }, (response) => {
        let text = '';
        response.setEncoding('utf8').on('data', (chunk: string) => (text += chunk));
        response.on('end', () => resolve({ status: response.statusCode ?? 0, body: text }));
        response.on('error', reject);
      });
      // The server may have closed a connection that was idle: nothing of the request has arrived then.
      const again = (error: Error): void =>
        sent.reusedSocket ? resolve(this.send(method, path, body)) : reject(error);
      sent.on('error', again).end(body);
    });
  }

  /** Reads an answer of any length, and keeps nothing of it.
   * @throws Error where it isn't given, or breaks off */
  async download(path: string): Promise<Download> {
    const startedMs = performance.now();
    const sent = request(`${this.url}${path}`, { headers: { Authorization: `Bearer ${this.token}` } }).end();
    const [response] = (await once(sent, 'response')) as [IncomingMessage];
    if (response.statusCode !== 200) throw new Error(`${path}: ${response.statusCode}`);
    let [firstByteMs, lines] = [Number.NaN, 0];
    for await (const chunk of response as AsyncIterable<Buffer>) {
      if (Number.isNaN(firstByteMs)) firstByteMs = performance.now() - startedMs;
      for (let at = chunk.indexOf(LINE_END); at >= 0; at = chunk.indexOf(LINE_END, at + 1)) lines++;
    }
    if (!response.complete) throw new Error(`${path} broke off`);
    return { firstByteMs, seconds: (performance.now() - startedMs) / 1000, lines };
  }
}
