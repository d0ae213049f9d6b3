import type { ServerResponse } from 'node:http';

/** Under which terms a long answer goes on. */
export interface StreamTerms {
  /** How long the client may read nothing of what waits for it, milliseconds. */
  readonly unreadMs: number;
  /** Whether the caller would still be let in: the guard saw the beginning only. Undefined where the source of the
   * text looks itself. */
  readonly isStillGood?: () => Promise<boolean>;
}

/** How often the terms are looked at, at least, milliseconds. */
const LOOK_MS = 2000;

/** Breaks an answer off once its terms don't hold any more, also while its client reads nothing.
 * @returns ends the watch */
export function watchStream(response: ServerResponse, { unreadMs, isStillGood }: StreamTerms): { end(): void } {
  const isStuck = stuckness(response, unreadMs);
  const look = async (): Promise<void> => {
    if (isStuck() || (await isStillGood?.()) === false) response.destroy();
  };
  // With the database away nobody can say whether the caller is good; the next look asks again, and no text comes
  // meanwhile.
  const timer = setInterval(() => void look().catch(() => undefined), Math.min(LOOK_MS, Math.ceil(unreadMs / 2)));
  return { end: () => clearInterval(timer) };
}

/** @returns says whether something has waited for the client so long, of which it took nothing */
function stuckness(response: ServerResponse, unreadMs: number): () => boolean {
  let takenBytes = -1;
  let sinceMs = performance.now();
  return () => {
    const { socket } = response;
    // What was handed to the socket, without what it still holds: more of it whenever the client has made room.
    const taken = socket === null ? 0 : socket.bytesWritten - socket.writableLength;
    const isWaiting = (socket?.writableLength ?? 0) + response.writableLength > 0;
    if (!isWaiting || taken !== takenBytes) {
      takenBytes = taken;
      sinceMs = performance.now();
    }
    return performance.now() - sinceMs >= unreadMs;
  };
}
