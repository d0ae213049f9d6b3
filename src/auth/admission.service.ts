import { Injectable } from '@nestjs/common';
import { SECOND_MS } from '../lib/duration.js';
import { Clock } from '../platform/clock.js';
import { ActiveKeys } from './active-keys.js';
import type { Caller } from './caller.decorator.js';

/** For answers that last: the guard looked when they began. */
@Injectable()
export class AdmissionService {
  constructor(
    private readonly keys: ActiveKeys,
    private readonly clock: Clock,
  ) {}

  /** Whether the token of a caller would still be let in: it hasn't ended, and its key, secret and organization are good. What
   * another process changed is known up to five seconds later. */
  async isStillGood(caller: Caller): Promise<boolean> {
    return this.clock.now().getTime() < caller.expiresAtSeconds * SECOND_MS && this.keys.admits(caller);
  }
}
