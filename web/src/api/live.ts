import { parsed } from '../lib/event-stream.js';
import { Store } from '../lib/store.js';
import { api, unwrapped } from './client.js';

/** Without a stream all that is shown is asked for again so often. */
const ASK_MS = 10_000;
/** With one, too: charts move on though nothing happens. */
const ASK_BESIDE_STREAM_MS = 60_000;
/** Figures may change with every event, and are asked for no more often than this. */
const FIGURES_MS = 5000;
const RETRY_MS = 3000;

/** Whether what is new appears at once; while waiting for that, it appears a little later. */
export const liveState = new Store<'live' | 'waiting' | 'off'>('off');

/** Counts how often there may have been new alerts. */
export const alertsHeard = new Store(0);

/** Counts how often figures may have changed. */
export const figuresHeard = new Store(0);

let heardMs = 0;
let figuresDue: ReturnType<typeof setTimeout> | undefined;

/** Has what is shown asked for again when the server tells of news, while the page can be seen; and at once when it is seen again. Nothing is
 * heard while it can't be seen: browsers have few connections for one server, and a stream takes one.
 * @returns ends it */
export function listen(): () => void {
  let stream = new AbortController();
  const begin = (): void => {
    stream.abort();
    if (document.hidden) return;
    hearFigures();
    stream = new AbortController();
    void follow(stream.signal);
  };
  // Screens have asked by themselves just now.
  heardMs = Date.now();
  const timer = setInterval(askAgain, ASK_MS);
  document.addEventListener('visibilitychange', begin);
  begin();
  return () => {
    stream.abort();
    clearInterval(timer);
    clearTimeout(figuresDue);
    document.removeEventListener('visibilitychange', begin);
    liveState.set('off');
  };
}

/** Listens, and again whenever the stream has ended, such as with its token. */
async function follow(signal: AbortSignal): Promise<void> {
  while (!signal.aborted) {
    liveState.set('waiting');
    try {
      await hearStream(signal);
    } catch {
      // Asking goes on meanwhile, and says on the screen what is wrong.
    }
    await pause(signal);
  }
}

async function hearStream(signal: AbortSignal): Promise<void> {
  const answer = await api.GET('/dashboard/live', { parseAs: 'stream', signal });
  const stream = unwrapped(answer);
  if (stream === null) return;
  liveState.set('live');
  let isBegun = false;
  let text = '';
  for await (const piece of stream.pipeThrough(new TextDecoderStream())) {
    const { events, rest } = parsed(text + piece);
    text = rest;
    for (const { name } of events) {
      // The stream tells what becomes known after its first word: what there was until then is asked for.
      if (name === 'alert' || !isBegun) bump(alertsHeard);
      if (name !== 'alert') hearFigures();
      isBegun = true;
    }
  }
}

/** Waits before the next try. */
async function pause(signal: AbortSignal): Promise<void> {
  if (signal.aborted) return;
  await new Promise<void>((resolve) => {
    const timer = setTimeout(resolve, RETRY_MS);
    signal.addEventListener('abort', () => {
      clearTimeout(timer);
      resolve();
    });
  });
}

function askAgain(): void {
  const enoughMs = liveState.get() === 'live' ? ASK_BESIDE_STREAM_MS : 0;
  if (!document.hidden && Date.now() - heardMs >= enoughMs) hearAll();
}

/** At once, or as soon as the last time is long enough ago. */
function hearFigures(): void {
  clearTimeout(figuresDue);
  figuresDue = setTimeout(hearAll, Math.max(0, heardMs + FIGURES_MS - Date.now()));
}

function hearAll(): void {
  heardMs = Date.now();
  bump(alertsHeard);
  bump(figuresHeard);
}

function bump(counter: Store<number>): void {
  counter.set(counter.get() + 1);
}
