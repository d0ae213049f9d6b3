/** What a table needs to know of a connection. */
export interface Listed {
  /** Whether its first message has been accepted. */
  readonly isKnown: boolean;
  /** Bytes of a message that isn't whole yet. */
  readonly unfinishedBytes: number;
  /** Since when it is expected to send the rest of a message, or its first one, milliseconds; undefined while nothing
   * is due. */
  readonly dueSinceMs: number | undefined;
  /** Breaks it off. */
  end(): void;
}

/** What all connections of a server may take together. */
export interface ConnectionLimits {
  /** Connections whose first message was accepted. A driver opens up to 100, and two more to watch the server. */
  readonly known: number;
  /** Connections that haven't said anything yet; beyond that the oldest of them is broken off. */
  readonly newcomers: number;
  /** Bytes of messages that aren't whole yet; beyond that the one that began first is broken off. */
  readonly unfinishedBytes: number;
  /** How long a message may take to arrive, milliseconds. */
  readonly messageMs: number;
  /** How long a first message may take to arrive, from the beginning of the connection, milliseconds. */
  readonly firstMessageMs: number;
}

/** The limits of a server. */
export const CONNECTION_LIMITS: ConnectionLimits = {
  known: 500,
  newcomers: 50,
  unfinishedBytes: 256 * 1024 * 1024,
  messageMs: 60_000,
  firstMessageMs: 10_000,
};

const CHECK_MS = 1000;
/** A process that was stopped for longer than this, or too busy, has not looked at what had arrived. */
const PAUSE_MS = 5 * CHECK_MS;

/** All connections of a server, so that together they stay within its limits. */
export class ConnectionTable {
  private readonly connections = new Set<Listed>();
  private knownCount = 0;
  private unfinished = 0;
  private checkedMs: number;
  /** Before this moment nobody is late: the server itself wasn't there. */
  private patientUntilMs = 0;
  private readonly timer: NodeJS.Timeout;

  constructor(
    private readonly limits: ConnectionLimits = CONNECTION_LIMITS,
    private readonly now: () => number = () => performance.now(),
  ) {
    this.checkedMs = now();
    this.timer = setInterval(() => this.endLate(), CHECK_MS).unref();
  }

  /** Whether one more may become known. */
  get hasRoom(): boolean {
    return this.knownCount < this.limits.known;
  }

  /** Takes in a newcomer. */
  add(connection: Listed): void {
    this.connections.add(connection);
    if (this.connections.size - this.knownCount <= this.limits.newcomers) return;
    for (const oldest of this.connections) if (!oldest.isKnown) return oldest.end();
  }

  /** Notes that a newcomer became known. */
  accept(): void {
    this.knownCount++;
  }

  /** Notes how many more bytes of an unfinished message a connection holds now. @param bytes negative where there are
   * fewer */
  hold(bytes: number): void {
    this.unfinished += bytes;
    while (this.unfinished > this.limits.unfinishedBytes) {
      const [first] = [...this.connections].filter(({ unfinishedBytes }) => unfinishedBytes > 0).sort(byAge);
      if (first === undefined) return;
      first.end();
    }
  }

  /** Forgets one that has ended. Forgetting it twice changes nothing. */
  remove(connection: Listed): void {
    if (!this.connections.delete(connection)) return;
    if (connection.isKnown) this.knownCount--;
    this.unfinished -= connection.unfinishedBytes;
  }

  /** Ends those that are late. Called by a timer. */
  endLate(): void {
    const now = this.now();
    // Whoever was stopped hasn't read what came meanwhile: everybody gets their time again.
    if (now - this.checkedMs > PAUSE_MS) this.patientUntilMs = now;
    this.checkedMs = now;
    for (const connection of this.connections) {
      const { isKnown, dueSinceMs } = connection;
      const limitMs = isKnown ? this.limits.messageMs : this.limits.firstMessageMs;
      if (dueSinceMs !== undefined && now - Math.max(dueSinceMs, this.patientUntilMs) > limitMs) connection.end();
    }
  }

  /** Ends all of them, and the timer. */
  close(): void {
    clearInterval(this.timer);
    for (const connection of this.connections) connection.end();
  }
}

function byAge(one: Listed, other: Listed): number {
  return (one.dueSinceMs ?? 0) - (other.dueSinceMs ?? 0);
}
