import { randomUUID } from 'node:crypto';
import { setTimeout } from 'node:timers/promises';
import type { ClientLedger } from './client-ledger.js';
import { bodyOf, type MarkedBatch } from './marked-events.js';

/** What one try came to. */
export interface Attempt {
  /** 0 where no answer came. */
  readonly status: number;
  readonly code: string;
  readonly tookMs: number;
  /** `performance.now()` at its end. */
  readonly atMs: number;
}

/** Where to send to, now. */
export interface Target {
  /** Undefined while no server is up. */
  readonly url: string | undefined;
  readonly token: string;
}

interface LoadOptions {
  readonly target: () => Target;
  readonly ledger: ClientLedger;
  readonly random: () => number;
  readonly onAttempt?: (attempt: Attempt) => void;
}

const BATCH_EVENTS = 100;
const RETRY_MS = 50;
const TIMEOUT_MS = 20_000;
/** Shares of batches: sent again though acknowledged; bringing events of the batch before. */
const AGAIN = 0.1;
const OVERLAP = 0.2;

/** Clients that send batches with keys, each until it is acknowledged, as the documentation asks of them. */
export class Load {
  /** Answers that no retry should ever get: neither 200, 429 nor 503. */
  readonly unexpected: string[] = [];
  private round = { isOver: false };
  private isAbandoned = false;
  private clients: Promise<void>[] = [];
  private sent = 0;

  private target: () => Target;

  constructor(private readonly options: LoadOptions) {
    this.target = options.target;
  }

  /** Lets clients begin. */
  start(clients = 2): void {
    this.round = { isOver: false };
    for (let client = 0; client < clients; client++) this.clients.push(this.run(this.round));
  }

  /** Begins no further batch and waits until each that was begun is acknowledged. */
  async finish(): Promise<void> {
    this.round.isOver = true;
    await Promise.all(this.clients);
    this.clients = [];
  }

  /** Lets clients turn to another server, with what they have begun. */
  moveTo(target: () => Target): void {
    this.target = target;
  }

  /** Begins no further batch; each that was begun goes on, also beside the next clients. */
  pause(): void {
    this.round.isOver = true;
  }

  /** Gives up, acknowledged or not. */
  async abandon(): Promise<void> {
    this.isAbandoned = true;
    await this.finish();
  }

  private async run(round: { readonly isOver: boolean }): Promise<void> {
    let previous: MarkedBatch | undefined;
    while (!round.isOver) {
      const batch = this.next(previous);
      await this.sendUntilAcknowledged(batch);
      if (this.isAbandoned) return;
      this.options.ledger.acknowledge(batch);
      if (this.options.random() < AGAIN) await this.sendUntilAcknowledged(batch);
      previous = batch;
    }
  }

  private next(previous: MarkedBatch | undefined): MarkedBatch {
    const { random } = this.options;
    const key = randomUUID();
    const kind = this.sent++ % 2 === 0 ? 'ml' : 'llm';
    const hasEventIds = random() < 0.5;
    const markers = Array.from({ length: BATCH_EVENTS }, (_none, index) => `${key}:${index}`);
    const isOverlapping = hasEventIds && previous?.hasEventIds === true && previous.kind === kind && random() < OVERLAP;
    if (isOverlapping) markers.splice(0, BATCH_EVENTS / 2, ...previous.markers.slice(BATCH_EVENTS / 2));
    return { key, kind, markers, hasEventIds };
  }

  private async sendUntilAcknowledged(batch: MarkedBatch): Promise<void> {
    while (!this.isAbandoned) {
      const startedMs = performance.now();
      const { status, text } = await this.send(batch);
      const code = status === 200 ? '' : (/"code":"(\w+)"/.exec(text)?.[1] ?? '');
      const atMs = performance.now();
      this.options.onAttempt?.({ status, code, tookMs: atMs - startedMs, atMs });
      if (status === 200) {
        if (text !== JSON.stringify({ ingested: batch.markers.length })) this.unexpected.push(`200 ${text}`);
        return;
      }
      if (status !== 0 && status !== 429 && status !== 503) this.unexpected.push(`${status} ${text}`);
      await setTimeout(RETRY_MS);
    }
  }

  private async send(batch: MarkedBatch): Promise<{ status: number; text: string }> {
    const { url, token } = this.target();
    if (url === undefined) return { status: 0, text: '' };
    try {
      const response = await fetch(`${url}/ingest/${batch.kind}`, {
        method: 'POST',
        headers: {
          Authorization: `Bearer ${token}`,
          'Content-Type': 'application/json',
          'Idempotency-Key': batch.key,
        },
        body: JSON.stringify(bodyOf(batch)),
        signal: AbortSignal.timeout(TIMEOUT_MS),
      });
      return { status: response.status, text: await response.text() };
    } catch {
      // The server died, or the line did: whether anything was stored is unknown.
      return { status: 0, text: '' };
    }
  }
}
