import { Injectable } from '@nestjs/common';
import { takePiece, type TokenBucket } from '../../lib/token-bucket.js';
import { AppConfig } from '../config/app-config.js';
import { RateLimited } from '../errors/overloaded.js';
import type { BodySender } from './body-sender.js';

/** Counts the bytes of one body as they arrive. */
export interface Meter {
  /** @throws RateLimited where the organization has to wait; what has been taken stays taken */
  take(bytes: number): void;
}

/** Strangers have no rate: their bodies are small, and few fit into their room. */
const FREE: Meter = { take: () => undefined };

/** How many bytes each organization may still send through this process, on all routes together. Several processes
 * let through as many times as much. */
@Injectable()
export class BodyRates {
  private readonly buckets = new Map<string, TokenBucket>();

  constructor(private readonly config: AppConfig) {}

  /** Begins to count a body. It needs tokens for its whole length from the start; they are taken as it arrives, so
   * that a body that is never finished costs its sender what was sent.
   * @param announced its length, bytes; 0 where it isn't known
   * @throws RateLimited where the organization has to wait */
  open({ key, isStranger }: BodySender, announced: number): Meter {
    if (isStranger) return FREE;
    let taken = 0;
    const take = (bytes: number): void => {
      this.take(key, { bytes, taken, whole: announced });
      taken += bytes;
    };
    take(0);
    return { take };
  }

  private take(key: string, piece: { readonly bytes: number; readonly taken: number; readonly whole: number }): void {
    const rate = { perSecond: this.config.orgBytesPerSecond, burst: this.config.orgBurstBytes };
    const { bucket, waitSeconds } = takePiece(this.buckets.get(key), piece, rate, performance.now());
    this.buckets.set(key, bucket);
    if (waitSeconds > 0) throw new RateLimited(waitSeconds);
  }
}
