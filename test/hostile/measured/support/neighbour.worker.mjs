import { once } from 'node:events';
import { Agent, request } from 'node:http';
import { setTimeout } from 'node:timers/promises';
import { parentPort, workerData } from 'node:worker_threads';

/* Works as an ordinary organization does, one small request after the other, until it is told to stop. In a thread of its
   own: what an attack costs its client must not count as the server's delay. */

/** A request that needs no database, two that do, and one with a body. None writes anything. */
const REQUESTS = [
  { method: 'GET', path: '/health' },
  { method: 'GET', path: '/dashboard/health' },
  { method: 'GET', path: '/events/llm?limit=5' },
  { method: 'POST', path: '/ingest/llm', body: '{"events":[]}' },
];
const PAUSE_MS = 5;

const { url, token } = workerData;
const agent = new Agent({ keepAlive: true, maxSockets: 1 });
const state = { isOver: false };
parentPort.once('message', () => (state.isOver = true));

async function send({ method, path, body = '' }) {
  const headers = { Authorization: `Bearer ${token}`, 'Content-Length': body.length };
  if (body !== '') headers['Content-Type'] = 'application/json';
  const outgoing = request(`${url}${path}`, { method, headers, agent }).end(body);
  const [response] = await once(outgoing, 'response');
  await once(response.resume(), 'end');
  if (response.statusCode !== 200) throw new Error(`the neighbour's ${method} ${path}: ${response.statusCode}`);
}

const times = [];
do {
  for (const asked of REQUESTS) {
    const startedMs = performance.now();
    await send(asked);
    times.push(performance.now() - startedMs);
    await setTimeout(PAUSE_MS);
  }
} while (!state.isOver);
agent.destroy();
parentPort.postMessage(times, []);
