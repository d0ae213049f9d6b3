import { Controller, Get, Query } from '@nestjs/common';
import { ApiBearerAuth, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { type Caller, CurrentCaller } from '../auth/caller.decorator.js';
import { RequiresScope } from '../auth/scope.decorator.js';
import { readCursor } from '../lib/page-cursor.js';
import { ApiProblems } from '../platform/openapi/api-problems.decorator.js';
import { AlertListService } from './alert-list.service.js';
import { AlertsOut, AlertsQueryIn } from './alerts.dto.js';
import { toAlertRowOut } from './dashboard.mapper.js';
import { instantOf } from './events.mapper.js';

/** Alerts, page by page. */
@ApiTags('Dashboard')
@ApiBearerAuth()
@RequiresScope('read')
@Controller('alerts')
export class AlertsController {
  constructor(private readonly alerts: AlertListService) {}

  @Get()
  @ApiOperation({
    summary: 'Alerts, the newest first, page by page.',
    description:
      'In the order of `created_at` and, within an instant, of `id`. Paging on by `next_cursor` repeats none and skips none. ' +
      'With filters a page scans about 20,000 alerts. It may have fewer than `limit`, even none; continue while `next_cursor` is not null.',
  })
  @ApiOkResponse({ type: AlertsOut })
  @ApiProblems(400, 401, 403, 422, 503)
  async list(@CurrentCaller() { orgId }: Caller, @Query() query: AlertsQueryIn): Promise<AlertsOut> {
    const { type, severity, status, model, cursor, limit } = query;
    const search = {
      type,
      severity,
      modelName: model,
      isResolved: status === undefined ? undefined : status === 'resolved',
      from: instantOf(query.from),
      to: instantOf(query.to),
    };
    const after = cursor === undefined ? null : readCursor(cursor);
    const { rows, nextCursor } = await this.alerts.page(orgId, search, { after, limit });
    return { alerts: rows.map(toAlertRowOut), next_cursor: nextCursor };
  }
}
