import type { ServerClient } from './server-client.js';

/** Events of one kind, to be sent together. */
export interface Batch {
  readonly kind: 'ml' | 'llm';
  readonly events: readonly object[];
}

const SENDERS = 4;

/** Cuts a list of events into batches. */
export function batchesOf(kind: Batch['kind'], events: readonly object[], size: number): Batch[] {
  const count = Math.ceil(events.length / size);
  return Array.from({ length: count }, (_none, index) => ({
    kind,
    events: events.slice(index * size, (index + 1) * size),
  }));
}

/** Batches on their way: what was acknowledged, and what is left to send (again). */
export class Load {
  /** The batches that the server has answered with 200. */
  readonly acknowledged: Batch[] = [];
  private readonly waiting: Batch[];

  constructor(batches: readonly Batch[]) {
    this.waiting = [...batches];
  }

  /** How many events the server has acknowledged. */
  get acknowledgedEvents(): number {
    return this.acknowledged.reduce((sum, { events }) => sum + events.length, 0);
  }

  /** Whether every batch was acknowledged. */
  get isDone(): boolean {
    return this.waiting.length === 0;
  }

  /** Sends as fast as it goes, several at a time, until all is acknowledged or the server doesn't take it any more.
   * @param onAcknowledged called after each answer */
  async send(client: ServerClient, onAcknowledged: () => void = () => undefined): Promise<void> {
    await Promise.all(Array.from({ length: SENDERS }, () => this.sendOneByOne(client, onAcknowledged)));
  }

  private async sendOneByOne(client: ServerClient, onAcknowledged: () => void): Promise<void> {
    for (let batch = this.waiting.shift(); batch !== undefined; batch = this.waiting.shift()) {
      const count = await client.ingest(batch.kind, batch.events);
      if (count !== batch.events.length) {
        this.waiting.push(batch);
        return;
      }
      this.acknowledged.push(batch);
      onAcknowledged();
    }
  }
}
