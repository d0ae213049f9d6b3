import { Injectable, type OnModuleInit } from '@nestjs/common';
import { AppConfig } from '../platform/config/app-config.js';
import { InlineLabelsService } from '../telemetry/inline-labels.service.js';
import { JudgeService } from './judge.service.js';

/** Where that is configured, judges calls of language models before they are stored. Predictions it leaves to the listeners:
 * what drift says of them must count the events of their own batch, which must be stored for that. */
@Injectable()
export class InlineRiskService implements OnModuleInit {
  constructor(
    private readonly config: AppConfig,
    private readonly inline: InlineLabelsService,
    private readonly judge: JudgeService,
  ) {}

  onModuleInit(): void {
    if (this.config.classify !== 'inline') return;
    this.inline.use(async (orgId, list) => (list.kind === 'llm' ? this.judge.calls(orgId, list.events) : null));
  }
}
