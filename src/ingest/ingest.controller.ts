import { Body, Controller, Headers, HttpCode, Post } from '@nestjs/common';
import { ApiBearerAuth, ApiHeader, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { type Caller, CurrentCaller } from '../auth/caller.decorator.js';
import { RequiresScope } from '../auth/scope.decorator.js';
import { TellsIgnoredNames } from '../platform/http/ignored-names.interceptor.js';
import { TakesLargeBodies } from '../platform/http/takes-large-bodies.decorator.js';
import { ApiProblems } from '../platform/openapi/api-problems.decorator.js';
import { IngestedOut, LLMBatchIn, MlBatchIn } from './ingest.dto.js';
import { toIngestedOut, toLlmDraft, toMlDraft, toSubmission } from './ingest.mapper.js';
import { IngestService } from './ingest.service.js';

const AFTERWARDS =
  'Answers once the events are stored durably. Afterwards each is labelled normal, suspicious or risky, and drift, health ' +
  'and alerts follow. A batch is stored as a whole or not at all, unless the request prefers otherwise. Unknown keys ' +
  'are ignored, and named in the header `Aegis-Ignored` of the answer.';

const IDEMPOTENCY_KEY = {
  name: 'Idempotency-Key',
  description:
    'Makes this request and its retries one: 1-255 letters, digits, dots, colons, hyphens or underscores, unique in your ' +
    'organization and kind as long as events are kept. A retry answers the same and stores nothing twice; the same key with ' +
    'other events is refused.',
  required: false,
  schema: { type: 'string', minLength: 1, maxLength: 255, pattern: String.raw`^[\w.:-]{1,255}$` },
  example: '5f0c-batch-17',
} as const;

const PREFER = {
  name: 'Prefer',
  description:
    '`handling=lenient` stores the good events of a batch and lists the faulty ones in `rejected` (RFC 7240).',
  required: false,
  schema: { type: 'string' },
  example: 'handling=lenient',
} as const;

const IGNORED = {
  'Aegis-Ignored': {
    description:
      'Keys of the batch and of its events that are not known and were ignored, each once: ' +
      'at most 20 names of 64 characters, percent-encoded, with a comma between; `...` stands for what was cut off. ' +
      'Absent without any.',
    schema: { type: 'string', maxLength: 1400, example: 'user_id, cost' },
  },
} as const;

/** Telemetry over REST. */
@ApiTags('Ingest')
@ApiBearerAuth()
@ApiHeader(IDEMPOTENCY_KEY)
@ApiHeader(PREFER)
@ApiProblems(400, 401, 403, 413, 415, 422, 429, 503)
@RequiresScope('ingest')
@TellsIgnoredNames()
@TakesLargeBodies()
@Controller('ingest')
export class IngestController {
  constructor(private readonly ingest: IngestService) {}

  @Post('ml')
  @HttpCode(200)
  @ApiOperation({ summary: 'Store predictions of models.', description: AFTERWARDS })
  @ApiOkResponse({ type: IngestedOut, headers: IGNORED })
  async ml(
    @CurrentCaller() caller: Caller,
    @Body() batch: MlBatchIn,
    @Headers('idempotency-key') idempotencyKey: string | undefined,
    @Headers('prefer') prefer: string | undefined,
  ): Promise<IngestedOut> {
    const headers = { idempotencyKey, prefer };
    return toIngestedOut(
      await this.ingest.acceptMl(caller.orgId, await toSubmission(batch, headers, toMlDraft)),
      headers,
    );
  }

  @Post('llm')
  @HttpCode(200)
  @ApiOperation({ summary: 'Store calls of language models.', description: AFTERWARDS })
  @ApiOkResponse({ type: IngestedOut, headers: IGNORED })
  async llm(
    @CurrentCaller() caller: Caller,
    @Body() batch: LLMBatchIn,
    @Headers('idempotency-key') idempotencyKey: string | undefined,
    @Headers('prefer') prefer: string | undefined,
  ): Promise<IngestedOut> {
    const headers = { idempotencyKey, prefer };
    return toIngestedOut(
      await this.ingest.acceptLlm(caller.orgId, await toSubmission(batch, headers, toLlmDraft)),
      headers,
    );
  }
}
