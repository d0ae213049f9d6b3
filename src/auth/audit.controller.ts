import { Controller, Get, Query } from '@nestjs/common';
import { ApiBearerAuth, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { ApiProblems } from '../platform/openapi/api-problems.decorator.js';
import type { AuditEntry } from './audit-entry.js';
import { type AuditEntryOut, AuditOut, AuditQueryIn } from './audit.dto.js';
import { AuditService } from './audit.service.js';
import { type Caller, CurrentCaller } from './caller.decorator.js';
import { RequiresScope } from './scope.decorator.js';

/** What was done with keys and data. */
@ApiTags('Operations')
@ApiBearerAuth()
@ApiProblems(400, 401, 403, 422, 503)
@RequiresScope('admin')
@Controller('audit')
export class AuditController {
  constructor(private readonly audit: AuditService) {}

  @Get()
  @ApiOperation({
    summary: 'Who changed what in the organization, and took what away, the newest first.',
    description:
      'Changes of keys, policy, masking, patterns, allowances, feedback, profiles and baselines, replays, and exports; ' +
      'no secrets and no texts. Entries are never changed or removed; each carries a hash over itself and the one ' +
      'before. Tokens issued and refused are ' +
      'counted by key within a minute. Later versions add actions.',
  })
  @ApiOkResponse({ type: AuditOut })
  async list(@CurrentCaller() { orgId }: Caller, @Query() { limit, cursor }: AuditQueryIn): Promise<AuditOut> {
    const before = cursor === undefined ? undefined : Number(cursor);
    const entries = await this.audit.newest(orgId, { limit, before });
    const last = entries.at(-1);
    const isLastPage = last === undefined || entries.length < limit || last.sequence === 1;
    return { entries: entries.map(toOut), next_cursor: isLastPage ? null : String(last.sequence) };
  }
}

function toOut({ sequence, at, action, clientId, actor, details, hash }: AuditEntry): AuditEntryOut {
  return {
    sequence,
    at: at.toISOString(),
    action,
    client_id: clientId,
    via: actor.via,
    actor_client_id: actor.clientId,
    details,
    hash,
  };
}
