import { Store } from '../lib/store.js';

const STEP_MS = 20_000;

/** The time, milliseconds since 1970, as precise as `4 min ago` needs it. */
export const now = new Store(Date.now());

setInterval(() => now.set(Date.now()), STEP_MS);
