import { Controller, Get, Param, Query } from '@nestjs/common';
import { ApiBearerAuth, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { type Caller, CurrentCaller } from '../auth/caller.decorator.js';
import { RequiresScope } from '../auth/scope.decorator.js';
import { readCursor } from '../lib/page-cursor.js';
import { ApiProblems } from '../platform/openapi/api-problems.decorator.js';
import { EventDetailOut } from './event-detail.dto.js';
import { EventIdIn, EventKindIn, EventsOut, EventsQueryIn } from './events.dto.js';
import { toEventDetailOut, toEventOut, toSearch } from './events.mapper.js';
import { EventsService } from './events.service.js';

/** Events, one by one. */
@ApiTags('Events')
@ApiBearerAuth()
@RequiresScope('read')
@Controller('events')
export class EventsController {
  constructor(private readonly events: EventsService) {}

  @Get(':kind')
  @ApiOperation({
    summary: 'Events, the newest first, page by page.',
    description:
      'In the order of `timestamp` and, within an instant, of `id`. Paging on by `next_cursor` repeats none and skips none that was there ' +
      'when it began; of those that arrive meanwhile it shows those that are older than the page. A page is full, however many there are, ' +
      'without a filter, by `model`, and by `label`, each with `from` and `to`. With other filters a page scans ' +
      'about 20,000 events. It may have fewer than `limit`, even none; continue while `next_cursor` is not null.',
  })
  @ApiOkResponse({ type: EventsOut })
  @ApiProblems(400, 401, 403, 422, 503)
  async list(
    @CurrentCaller() { orgId }: Caller,
    @Param() { kind }: EventKindIn,
    @Query() query: EventsQueryIn,
  ): Promise<EventsOut> {
    const after = query.cursor === undefined ? null : readCursor(query.cursor);
    const { rows, nextCursor } = await this.events.page(orgId, kind, toSearch(query), { after, limit: query.limit });
    return { events: rows.map(toEventOut), next_cursor: nextCursor };
  }

  @Get(':kind/:id')
  @ApiOperation({ summary: 'One event, with what its risk is made of and where in the text that shows.' })
  @ApiOkResponse({ type: EventDetailOut })
  @ApiProblems(400, 401, 403, 404, 422, 503)
  async one(@CurrentCaller() { orgId }: Caller, @Param() { kind, id }: EventIdIn): Promise<EventDetailOut> {
    const { event, factors } = await this.events.one(orgId, kind, id);
    return toEventDetailOut(event, factors);
  }
}
