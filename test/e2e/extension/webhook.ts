import type { AlertChannel } from '../../../src/alerts/channels/channel.js';

const TIMEOUT_MS = 5000;

/** Posts each alert to an address of yours.
 * @param url where to, https in production */
export function webhook(url: string): AlertChannel {
  return {
    name: 'webhook',
    deliver: async ({ id, type, severity, message }) => {
      const answer = await fetch(url, {
        method: 'POST',
        redirect: 'error',
        signal: AbortSignal.timeout(TIMEOUT_MS),
        headers: { 'Content-Type': 'application/json' },
        body: JSON.stringify({ id, type, severity, message }),
      });
      if (!answer.ok) throw new Error(`the webhook answered ${answer.status}`);
    },
  };
}
