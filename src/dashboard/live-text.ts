import { writeLivePosition, type LivePosition } from './live-position.js';

/** How soon a client comes back after a stream has ended, milliseconds. */
const RETRY_MS = 3000;

/** What a stream of server-sent events begins with. */
export const LIVE_HEAD = `retry: ${RETRY_MS}\n\n`;

/** A comment, which clients pass over. */
export const LIVE_NOTHING = ': still here\n\n';

/** Writes an event; JSON has no line ends in it. */
export function liveText(event: 'alert' | 'counters', position: LivePosition, data: object): string {
  return `event: ${event}\nid: ${writeLivePosition(position)}\ndata: ${JSON.stringify(data)}\n\n`;
}
