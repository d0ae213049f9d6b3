import { Injectable } from '@nestjs/common';
import type { OrgId } from '../lib/org-id.js';
import { takeTokens, type TokenBucket } from '../lib/token-bucket.js';
import { AppConfig } from '../platform/config/app-config.js';
import { RateLimited } from '../platform/errors/overloaded.js';

/** What each organization may still send through this process. Several processes let through as many times as much. */
@Injectable()
export class RateLimits {
  private readonly buckets = new Map<OrgId, TokenBucket>();

  constructor(private readonly config: AppConfig) {}

  /** @param bytes of the request's body
   * @throws RateLimited where the organization has to wait */
  take(orgId: OrgId, bytes: number): void {
    const rate = { perSecond: this.config.orgBytesPerSecond, burst: this.config.orgBurstBytes };
    const { bucket, waitSeconds } = takeTokens(this.buckets.get(orgId), bytes, rate, performance.now());
    this.buckets.set(orgId, bucket);
    if (waitSeconds > 0) throw new RateLimited(waitSeconds);
  }
}
