import { setTimeout } from 'node:timers/promises';
import type { AddressInfo } from 'node:net';
import { afterAll, afterEach, beforeAll, beforeEach, expect } from 'vitest';
import { openApiDocument } from '../../../src/openapi.setup.js';
import { DocumentedAnswers } from '../../support/documented-answers.js';
import { createTestApp, type Member, type TestApp } from '../../support/test-app.js';
import { CANARY, send, type WireAnswer, type WireRequest } from './wire.js';

/** An answer with its parsed body, where it has one. */
export interface HostileAnswer extends WireAnswer {
  readonly body: { readonly code?: string; readonly detail?: unknown } & Readonly<Record<string, unknown>>;
}

/** The application under hostile inputs. */
export interface HostileApp {
  readonly app: TestApp;
  readonly member: Member;
  readonly port: number;
  /** Sends a request with the member's token (unless its headers carry Authorization) and notes the answer for the guard. */
  send(request: WireRequest): Promise<HostileAnswer>;
  /** POSTs a body to a route of ingest. */
  ingest(kind: 'ml' | 'llm', body: unknown, headers?: WireRequest['headers']): Promise<HostileAnswer>;
}

/** Codes of the only answers of class 5xx that hostile input may lead to. */
const NAMED_503 = new Set(['overloaded', 'database_unavailable', 'database_busy']);
const DEADLINE_MS = 1000;
const PAUSE_MS = 20;

/** Starts the application for a file's tests and guards each of them: no 5xx but named 503s, no unhandled rejection, nothing
 * written where every answer was a refusal, no echo of what was sent, and meanwhile a good request on another connection is
 * answered.
 * @param env settings beside those of tests */
export function hostileApp(env: Readonly<Record<string, string>> = {}, extensions: TestAppExtensions = []): HostileApp {
  const parts: { app?: TestApp; member?: Member; answers?: DocumentedAnswers } = {};
  const appOf = (): TestApp => parts.app!;
  const seen: HostileAnswer[] = [];
  const rejections: unknown[] = [];
  const note = (reason: unknown): void => void rejections.push(reason);
  let before = '';
  let pings: { stop(): Promise<void> };

  beforeAll(async () => {
    parts.app = await createTestApp({ env, extensions });
    parts.member = await parts.app.join('Hostile');
    parts.answers = new DocumentedAnswers(openApiDocument(parts.app.app, 'AegisAI Backend'));
  });
  beforeEach(async () => {
    seen.length = 0;
    rejections.length = 0;
    process.on('unhandledRejection', note);
    await appOf().drain();
    before = await countDocuments(appOf());
    pings = pinging(portOf(appOf()), parts.member!.token);
  });
  afterEach(async () => {
    await pings.stop();
    process.off('unhandledRejection', note);
    expect(rejections).toEqual([]);
    const failed = seen.filter(({ status, body }) => status >= 500 && !NAMED_503.has(body.code ?? ''));
    expect(failed).toEqual([]);
    if (seen.length === 0 || seen.some(({ status }) => status < 400)) return;
    await appOf().drain();
    expect(await countDocuments(appOf())).toBe(before);
  });
  afterAll(() => appOf().close());

  async function sendNoted(request: WireRequest): Promise<HostileAnswer> {
    const headers = { Authorization: `Bearer ${parts.member!.token}`, ...request.headers };
    const answer = await send(portOf(appOf()), { ...request, headers });
    const isJson = String(answer.headers['content-type']).includes('json');
    const noted = { ...answer, body: isJson && answer.text !== '' ? JSON.parse(answer.text) : {} };
    seen.push(noted);
    if (answer.status >= 400) {
      expectProblem(noted);
      const checked = { status: answer.status, contentType: String(answer.headers['content-type']), body: noted.body };
      if (request.method !== 'HEAD' && extensions.length === 0)
        parts.answers!.check(request.method, request.path, checked);
    }
    return noted;
  }

  return {
    get app() {
      return appOf();
    },
    get member() {
      return parts.member!;
    },
    get port() {
      return portOf(appOf());
    },
    send: sendNoted,
    ingest: async (kind, body, headers = {}) =>
      sendNoted({
        method: 'POST',
        path: `/ingest/${kind}`,
        headers: { 'Content-Type': 'application/json', ...headers },
        body: typeof body === 'string' || Buffer.isBuffer(body) ? body : JSON.stringify(body),
      }),
  };
}

type TestAppExtensions = NonNullable<NonNullable<Parameters<typeof createTestApp>[0]>['extensions']>;

/** An answer of the one shape that repeats nothing of what was sent. */
export function expectProblem({ headers, text, body, status }: HostileAnswer): void {
  expect(headers['content-type']).toBe('application/problem+json; charset=utf-8');
  expect(Object.keys(body).sort()).toEqual(['code', 'detail', 'requestId', 'status', 'title', 'type']);
  expect(body['status']).toBe(status);
  expect(text).not.toContain(CANARY);
  expect(text).not.toMatch(/node_modules|\bat .*\.[jt]s:\d/);
}

/** Documents of every collection but the keys and organizations of the tests themselves. */
async function countDocuments({ connection }: TestApp): Promise<string> {
  const collections = (await connection.listCollections()).map(({ name }) => name).sort();
  const counts = await Promise.all(
    collections.map(async (name) => `${name} ${await connection.collection(name).countDocuments({})}`),
  );
  return counts.join(', ');
}

function portOf({ app }: TestApp): number {
  return (app.getHttpServer().address() as AddressInfo).port;
}

/** Asks again and again, each time on a new connection, until it is stopped. One slow answer may be the machine's fault, two
 * in a row are the server's. */
function pinging(port: number, token: string): { stop(): Promise<void> } {
  const state = { isOver: false };
  const late: number[] = [];
  const run = async (): Promise<void> => {
    let slow = 0;
    do {
      const startedMs = performance.now();
      const startedCpu = process.cpuUsage();
      const headers = { Authorization: `Bearer ${token}` };
      const { status } = await send(port, { method: 'GET', path: '/dashboard/health', headers });
      expect(status).toBe(200);
      // What holds the one thread up spends its time; where others have the machine's cores, only the clock runs on.
      const tookMs = Math.min(performance.now() - startedMs, cpuMs(process.cpuUsage(startedCpu)));
      slow = tookMs > DEADLINE_MS ? slow + 1 : 0;
      if (slow > 1) late.push(tookMs);
      // Leaves the one thread that they share to the test.
      await setTimeout(PAUSE_MS);
    } while (!state.isOver);
  };
  const running = run();
  running.catch(() => undefined);
  return {
    stop: async () => {
      state.isOver = true;
      await running;
      expect(late).toEqual([]);
    },
  };
}

function cpuMs({ user, system }: NodeJS.CpuUsage): number {
  return (user + system) / 1000;
}
