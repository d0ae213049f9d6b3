import { Store } from '../lib/store.js';

/** Whether what is new is told by itself. */
export const liveState = new Store<'live' | 'waiting' | 'off'>('off');
