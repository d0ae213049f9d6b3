import { ServerSentReader } from '../lib/sse.js';
import { Store } from '../lib/store.js';
import { currentToken } from './client.js';

/** Where the server tells what is new. */
const STREAM = '/live';
const FIRST_WAIT_MS = 1000;
const LONGEST_WAIT_MS = 15_000;
/** Counters come often; whoever shows them asks so often at most. */
const COUNTERS_EVERY_MS = 5000;

/** Whether what is new is told by itself. */
export const liveState = new Store<'live' | 'waiting' | 'off'>('off');

/** Counts how often new alerts were told. */
export const alertsHeard = new Store(0);

/** Counts how often figures were told to have changed. */
export const figuresHeard = new Store(0);

/** Listens until it is told to end; where the connection breaks, again and again, ever more patiently. A plain request rather than
 * an EventSource, which can't carry a token but in its address.
 * @returns ends it */
export function listen(): () => void {
  const ending = new AbortController();
  void keepListening(ending.signal);
  return () => {
    ending.abort();
    liveState.set('off');
  };
}

async function keepListening(signal: AbortSignal): Promise<void> {
  for (let waitMs = FIRST_WAIT_MS; !signal.aborted; waitMs = Math.min(2 * waitMs, LONGEST_WAIT_MS)) {
    const wasLive = await listenOnce(signal).catch(() => false);
    if (wasLive) waitMs = FIRST_WAIT_MS;
    if (signal.aborted) return;
    liveState.set('waiting');
    await pause(waitMs, signal);
    // As long as nothing is told, asking now and then has to do.
    if (!signal.aborted) hear('alert');
  }
}

/** @returns whether the server spoke at all */
async function listenOnce(signal: AbortSignal): Promise<boolean> {
  const token = await currentToken();
  if (token === null) return false;
  const response = await fetch(STREAM, {
    signal,
    headers: { Authorization: `Bearer ${token}`, Accept: 'text/event-stream' },
  });
  if (!response.ok || response.body === null) return false;
  liveState.set('live');
  const reader = new ServerSentReader();
  try {
    for await (const piece of piecesOf(response.body)) for (const { event } of reader.read(piece)) hear(event);
  } catch {
    // The connection broke: whoever called begins again.
  }
  return true;
}

async function* piecesOf(body: ReadableStream<Uint8Array>): AsyncGenerator<string> {
  const reader = body.pipeThrough(new TextDecoderStream() as ReadableWritablePair<string, Uint8Array>).getReader();
  for (let piece = await reader.read(); !piece.done; piece = await reader.read()) yield piece.value;
}

let figuresAtMs = 0;

function hear(event: string): void {
  if (event === 'alert') alertsHeard.set(alertsHeard.get() + 1);
  if (Date.now() - figuresAtMs < COUNTERS_EVERY_MS && event !== 'alert') return;
  figuresAtMs = Date.now();
  figuresHeard.set(figuresHeard.get() + 1);
}

function pause(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, ms);
    signal.addEventListener('abort', () => {
      clearTimeout(timer);
      resolve();
    });
  });
}
