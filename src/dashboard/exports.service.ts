import { Injectable } from '@nestjs/common';
import { AdmissionService } from '../auth/admission.service.js';
import type { Caller } from '../auth/caller.decorator.js';
import type { OrgId } from '../lib/org-id.js';
import { Turns } from '../lib/turns.js';
import { AppConfig } from '../platform/config/app-config.js';
import { TooManyExports } from '../platform/errors/overloaded.js';
import type { StreamTerms } from '../platform/http/watch-stream.js';

/** A place among the exports of an organization. */
export interface ExportSeat {
  /** Under which the export goes on. */
  readonly terms: StreamTerms;
  /** To be called once. */
  leave(): void;
}

/** Bounds exports: how many an organization has at once, and how long each may last. */
@Injectable()
export class ExportsService {
  private readonly turns: Turns<OrgId>;

  constructor(
    private readonly admission: AdmissionService,
    private readonly config: AppConfig,
  ) {
    this.turns = new Turns(config.maxExports, 0);
  }

  /** @throws TooManyExports */
  async join(caller: Caller): Promise<ExportSeat> {
    const { maxExports, unreadTimeoutMs } = this.config;
    if (!(await this.turns.begin(caller.orgId))) throw new TooManyExports(maxExports);
    return {
      terms: { unreadMs: unreadTimeoutMs, isStillGood: async () => this.admission.isStillGood(caller) },
      leave: () => this.turns.end(caller.orgId),
    };
  }
}
