import { Controller, Get, Param, Query, Res } from '@nestjs/common';
import { ApiBearerAuth, ApiOkResponse, ApiOperation, ApiProduces, ApiTags } from '@nestjs/swagger';
import type { Response } from 'express';
import { type Caller, CurrentCaller } from '../auth/caller.decorator.js';
import { RequiresScope } from '../auth/scope.decorator.js';
import { inChunks } from '../lib/in-chunks.js';
import { Lasting } from '../platform/http/lasting.decorator.js';
import { sendStream } from '../platform/http/send-stream.js';
import { ApiProblems } from '../platform/openapi/api-problems.decorator.js';
import type { EventDetail } from '../telemetry/event-reads.facts.js';
import { type EventFile, eventFiles } from './event-files.js';
import { EventKindIn, EventsExportIn } from './events.dto.js';
import { toEventDetailOut, toSearch } from './events.mapper.js';
import { EventsService } from './events.service.js';
import { ExportsService } from './exports.service.js';
import { ExportAudit } from './export-audit.service.js';

/** Characters sent at a time. */
const CHUNK = 65_536;

/** Events to take away. */
@ApiTags('Events')
@ApiBearerAuth()
@RequiresScope('read')
@Controller('events')
export class EventsExportController {
  constructor(
    private readonly events: EventsService,
    private readonly exports: ExportsService,
    private readonly audit: ExportAudit,
  ) {}

  @Get(':kind/export')
  @Lasting()
  @ApiOperation({
    summary: 'Events as a file, the newest first, as many as there are.',
    description:
      'Sent while it is read, so that its length is not known before: one that breaks off, also at its first event, ends without the last ' +
      'chunk, which HTTP clients report as an error. So does one whose token or key ends meanwhile, and one of which nothing is read for a ' +
      'minute. `factors` are those stored with an event. In a table, texts that a spreadsheet would run begin with an apostrophe.',
  })
  @ApiProduces('application/x-ndjson', 'text/csv')
  @ApiOkResponse({ description: 'A line an event.', schema: { type: 'string' } })
  @ApiProblems(400, 401, 403, 422, 429, 503)
  async export(
    @CurrentCaller() caller: Caller,
    @Param() { kind }: EventKindIn,
    @Query() query: EventsExportIn,
    @Res() response: Response,
  ): Promise<void> {
    const file = eventFiles[query.format];
    const search = toSearch(query);
    const seat = await this.exports.join(caller);
    try {
      const counted = await this.audit.begin(caller, { kind, format: query.format, filters: filtersOf(query) });
      response.set({
        'Content-Type': file.contentType,
        'Content-Disposition': `attachment; filename="${kind}-events.${query.format}"`,
      });
      const textsUntil = (gone: AbortSignal): AsyncIterable<string> =>
        inChunks(textsOf(file, counted(this.events.walk(caller.orgId, kind, search, gone))), CHUNK);
      await sendStream(response, textsUntil, seat.terms);
    } finally {
      seat.leave();
    }
  }
}

/** @returns the names of the filters that are set */
function filtersOf({ format: _format, ...filters }: EventsExportIn): string[] {
  return Object.entries(filters).flatMap(([name, value]) => (value === undefined ? [] : [name]));
}

async function* textsOf({ head, line }: EventFile, events: AsyncIterable<EventDetail>): AsyncGenerator<string> {
  yield head;
  for await (const event of events) yield line(toEventDetailOut(event, null));
}
