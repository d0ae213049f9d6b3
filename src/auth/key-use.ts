import { Inject, Injectable, Logger } from '@nestjs/common';
import { MINUTE_MS, shifted } from '../lib/duration.js';
import type { OrgId } from '../lib/org-id.js';
import { Clock } from '../platform/clock.js';
import { MONOTONIC_CLOCK } from './active-keys.js';
import { ApiKeysStore } from './api-keys.store.js';
import { BoundedMap } from '../lib/bounded-map.js';

const MAX_ENTRIES = 10_000;

/** Notes when keys were last used, to the minute. Nobody waits for it, and nobody hears when it fails. */
@Injectable()
export class KeyUse {
  private readonly logger = new Logger(KeyUse.name);
  /** When each key's use was last written here. */
  private readonly writtenMs = new BoundedMap<number>(MAX_ENTRIES);

  constructor(
    private readonly keys: ApiKeysStore,
    private readonly clock: Clock,
    @Inject(MONOTONIC_CLOCK) private readonly now: () => number,
  ) {}

  /** Notes that a key is being used. Writes at most once a minute and key, also among several processes. */
  note(orgId: OrgId, clientId: string): void {
    const nowMs = this.now();
    const lastMs = this.writtenMs.get(clientId);
    if (lastMs !== undefined && nowMs - lastMs < MINUTE_MS) return;
    this.writtenMs.set(clientId, nowMs);
    const aMinuteAgo = shifted(this.clock.now(), -MINUTE_MS);
    this.keys.touch(orgId, clientId, aMinuteAgo).catch((error: unknown) => this.logger.debug(error));
  }
}
