// What tokens cost, printed: event-loop delay of the server while 20 clients ask at once, and one verification.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { Worker } from 'node:worker_threads';
import passport from 'passport';
import { createApp } from '../dist/app.setup.js';
import { FirstKeyService } from '../dist/auth/first-key.service.js';
import { JwtStrategy } from '../dist/auth/jwt.strategy.js';
import { loadConfig } from '../dist/platform/config/load-config.js';

const AT_ONCE = 20;
const VERIFICATIONS = 20_000;
const RUNS = 5;

const dataDir = await mkdtemp(path.join(tmpdir(), 'aegis-bench-'));
const app = await createApp(loadConfig({ DATA_DIR: dataDir, PORT: '0', LOG_LEVEL: 'silent' }));
await app.listen(0, '127.0.0.1');
const key = await app.get(FirstKeyService).ensureFirstKey();
const url = `${await app.getUrl()}/auth/token`;

// The clients run in a thread of their own: their work is not the server's.
const clients = new Worker(
  `const { parentPort } = require('node:worker_threads');
  parentPort.on('message', async ({ url, bodies }) => {
    const ask = (body) => fetch(url, { method: 'POST', headers: { 'Content-Type': 'application/json' }, body: JSON.stringify(body) });
    const startMs = performance.now();
    const answers = await Promise.all(bodies.map(ask));
    parentPort.postMessage({ tookMs: performance.now() - startMs, statuses: answers.map(({ status }) => status) });
  });`,
  { eval: true },
);

/** Asks for tokens, all at the same moment. */
async function askAll(bodies) {
  const answer = new Promise((resolve) => clients.once('message', resolve));
  clients.postMessage({ url, bodies }, []);
  return answer;
}

async function measure(name, bodyOf) {
  for (let run = 1; run <= RUNS; run++) {
    const delay = monitorEventLoopDelay({ resolution: 1 });
    delay.enable();
    const { tookMs, statuses } = await askAll(Array.from({ length: AT_ONCE }, (_none, index) => bodyOf(run, index)));
    delay.disable();
    const answered = [...new Set(statuses)].map((each) => `${statuses.filter((one) => one === each).length} x ${each}`);
    const [p50, p99, max] = [delay.percentile(50), delay.percentile(99), delay.max].map((ns) => (ns / 1e6).toFixed(1));
    const figures = `loop delay p50 ${p50} ms, p99 ${p99} ms, max ${max} ms`;
    console.log(`${name}, run ${run}: ${figures}; ${answered.join(', ')} in ${tookMs.toFixed(0)} ms`);
  }
}

async function measureVerification() {
  const answer = await fetch(url, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify(key),
  });
  const { access_token: token } = await answer.json();
  const verifier = new passport.Passport().use('jwt', app.get(JwtStrategy, { strict: false }));
  const request = { headers: { authorization: `Bearer ${token}` } };
  const verify = async () =>
    new Promise((resolve, reject) => {
      const done = (error, caller) => (error || !caller ? reject(error ?? new Error('refused')) : resolve(caller));
      verifier.authenticate('jwt', { session: false }, done)(request, {}, reject);
    });
  for (let run = 1; run <= RUNS; run++) {
    const before = process.cpuUsage();
    for (let time = 0; time < VERIFICATIONS; time++) await verify();
    const { user, system } = process.cpuUsage(before);
    const us = (user + system) / VERIFICATIONS;
    console.log(
      `verifying a token, run ${run}: ${us.toFixed(1)} us of CPU (header, signature, claims, key, organization)`,
    );
  }
}

// What is slow the first time only is no figure of ours.
for (let run = 0; run < RUNS; run++) await askAll(Array.from({ length: AT_ONCE }, () => key));
await measure(`${AT_ONCE} wrong secrets at once`, (run, index) => ({ ...key, clientSecret: `wrong ${run} ${index}` }));
await measure(`${AT_ONCE} times the right secret, remembered`, () => key);
await measureVerification();

await clients.terminate();
await app.close();
await rm(dataDir, { recursive: true, force: true });
