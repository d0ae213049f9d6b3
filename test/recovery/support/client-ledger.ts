import { closeSync, fsyncSync, openSync, readFileSync, writeSync } from 'node:fs';
import type { Kind, MarkedBatch } from './marked-events.js';

/** What the clients were told is stored: on disk, before it counts. */
export class ClientLedger {
  private readonly file: number;

  constructor(private readonly path: string) {
    this.file = openSync(path, 'a');
  }

  /** A batch was acknowledged. */
  acknowledge(batch: MarkedBatch): void {
    writeSync(this.file, `${JSON.stringify(batch)}\n`);
    fsyncSync(this.file);
  }

  /** @returns every acknowledged batch, read back from disk */
  batches(): MarkedBatch[] {
    const lines = readFileSync(this.path, 'utf8').split('\n').slice(0, -1);
    return lines.map((line) => JSON.parse(line) as MarkedBatch);
  }

  /** @returns the markers of a kind that must be stored, each once */
  markers(kind: Kind): Set<string> {
    const own = this.batches().filter((batch) => batch.kind === kind);
    return new Set(own.flatMap((batch) => batch.markers));
  }

  close(): void {
    closeSync(this.file);
  }
}
