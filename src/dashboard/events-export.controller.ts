import { Controller, Get, Param, Query, Res } from '@nestjs/common';
import { ApiBearerAuth, ApiOkResponse, ApiOperation, ApiProduces, ApiTags } from '@nestjs/swagger';
import type { Response } from 'express';
import { type Caller, CurrentCaller } from '../auth/caller.decorator.js';
import { RequiresScope } from '../auth/scope.decorator.js';
import { inChunks } from '../lib/in-chunks.js';
import { sendStream } from '../platform/http/send-stream.js';
import { ApiProblems } from '../platform/openapi/api-problems.decorator.js';
import type { EventDetail } from '../telemetry/event-reads.facts.js';
import { type EventFile, eventFiles } from './event-files.js';
import { EventKindIn, EventsExportIn } from './events.dto.js';
import { toEventDetailOut, toSearch } from './events.mapper.js';
import { EventsService } from './events.service.js';
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
    private readonly audit: ExportAudit,
  ) {}

  @Get(':kind/export')
  @ApiOperation({
    summary: 'Events as a file, the newest first, as many as there are.',
    description:
      'Sent while it is read, so that its length is not known before: one that breaks off, also at its first event, ends without the last ' +
      'chunk, which HTTP clients report as an error. `factors` are those stored with an event. In a table, texts that a spreadsheet would run begin with an apostrophe.',
  })
  @ApiProduces('application/x-ndjson', 'text/csv')
  @ApiOkResponse({ description: 'A line an event.', schema: { type: 'string' } })
  @ApiProblems(400, 401, 403, 422, 503)
  async export(
    @CurrentCaller() caller: Caller,
    @Param() { kind }: EventKindIn,
    @Query() query: EventsExportIn,
    @Res() response: Response,
  ): Promise<void> {
    const file = eventFiles[query.format];
    const counted = await this.audit.begin(caller, { kind, format: query.format, filters: filtersOf(query) });
    response.set({
      'Content-Type': file.contentType,
      'Content-Disposition': `attachment; filename="${kind}-events.${query.format}"`,
      'Cache-Control': 'no-store',
    });
    await sendStream(response, (gone) =>
      inChunks(textsOf(file, counted(this.events.walk(caller.orgId, kind, toSearch(query), gone))), CHUNK),
    );
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
