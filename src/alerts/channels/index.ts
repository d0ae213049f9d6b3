import type { AlertChannel } from './channel.js';
import { log } from './log.js';

/** All channels. A new one is one file and one entry. */
export const channels: readonly AlertChannel[] = [log];
