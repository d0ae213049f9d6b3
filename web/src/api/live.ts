import { Store } from '../lib/store.js';

const EVERY_MS = 10_000;

/** Whether what is new appears by itself. */
export const liveState = new Store<'live' | 'waiting' | 'off'>('off');

/** Counts how often there may have been new alerts. */
export const alertsHeard = new Store(0);

/** Counts how often figures may have changed. */
export const figuresHeard = new Store(0);

/** Has what is shown asked for again every ten seconds, while the page can be seen; and at once when it is seen again.
 * @returns ends it */
export function listen(): () => void {
  const timer = setInterval(hear, EVERY_MS);
  document.addEventListener('visibilitychange', hear);
  liveState.set('live');
  return () => {
    clearInterval(timer);
    document.removeEventListener('visibilitychange', hear);
    liveState.set('off');
  };
}

function hear(): void {
  if (document.hidden) return;
  alertsHeard.set(alertsHeard.get() + 1);
  figuresHeard.set(figuresHeard.get() + 1);
}
