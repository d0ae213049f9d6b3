import { Body, Controller, HttpCode, Post } from '@nestjs/common';
import { ApiBearerAuth, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { type Caller, CurrentCaller } from '../auth/caller.decorator.js';
import { ApiProblems } from '../platform/openapi/api-problems.decorator.js';
import { IngestedOut, LLMBatchIn, MlBatchIn } from './ingest.dto.js';
import { toLlmDraft, toMlDraft } from './ingest.mapper.js';
import { IngestService } from './ingest.service.js';

/** Telemetry over REST. */
@ApiTags('Ingest')
@ApiBearerAuth()
@ApiProblems(400, 401, 413, 415, 422, 503)
@Controller('ingest')
export class IngestController {
  constructor(private readonly ingest: IngestService) {}

  @Post('ml')
  @HttpCode(200)
  @ApiOperation({
    summary: 'Store predictions of models.',
    description:
      'Answers once the whole batch is stored durably. Afterwards each event is labelled normal, suspicious or risky, and ' +
      'drift, health and alerts follow. Unknown keys are ignored.',
  })
  @ApiOkResponse({ type: IngestedOut })
  async ml(@CurrentCaller() caller: Caller, @Body() batch: MlBatchIn): Promise<IngestedOut> {
    return { ingested: await this.ingest.acceptMl(caller.orgId, batch.events.map(toMlDraft)) };
  }

  @Post('llm')
  @HttpCode(200)
  @ApiOperation({
    summary: 'Store calls of language models.',
    description:
      'Answers once the whole batch is stored durably. Afterwards each event is labelled normal, suspicious or risky, with ' +
      'flags that say why. Unknown keys are ignored.',
  })
  @ApiOkResponse({ type: IngestedOut })
  async llm(@CurrentCaller() caller: Caller, @Body() batch: LLMBatchIn): Promise<IngestedOut> {
    return { ingested: await this.ingest.acceptLlm(caller.orgId, batch.events.map(toLlmDraft)) };
  }
}
