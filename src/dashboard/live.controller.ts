import { Controller, Get, Headers, Query, Res } from '@nestjs/common';
import { ApiBearerAuth, ApiHeader, ApiOkResponse, ApiOperation, ApiProduces, ApiTags } from '@nestjs/swagger';
import type { Response } from 'express';
import { type Caller, CurrentCaller } from '../auth/caller.decorator.js';
import { RequiresScope } from '../auth/scope.decorator.js';
import { ValidationFailed } from '../platform/errors/app-error.js';
import { Lasting } from '../platform/http/lasting.decorator.js';
import { sendStream } from '../platform/http/send-stream.js';
import { ApiProblems } from '../platform/openapi/api-problems.decorator.js';
import { toAlertRowOut } from './dashboard.mapper.js';
import { LiveQueryIn } from './live.dto.js';
import { type LivePosition, readLivePosition } from './live-position.js';
import { type LiveNews, LiveService } from './live.service.js';
import { LIVE_HEAD, LIVE_NOTHING, liveText } from './live-text.js';

const DESCRIPTION = `
Server-sent events, for as long as the token is good:

- \`alert\`: an alert that was raised, once; its data are those of \`GET /alerts\`.
- \`counters\`: \`{"normal", "suspicious", "risky", "open_alerts"}\`, how many events carry each label and how many alerts are open (at most 1,000), at
  the beginning and whenever they have changed.

What becomes known after the first \`counters\` is told, within about a second. Each event has an \`id\`; who comes back with the last one in \`Last-Event-ID\` is told
what it missed, and nothing twice. A comment every 15 seconds shows that the connection lives. Browsers' \`EventSource\` can't send a token: read the
stream by \`fetch\`.
`.trim();

/** What is new, as it becomes known. */
@ApiTags('Dashboard')
@ApiBearerAuth()
@RequiresScope('read')
@Controller('dashboard')
export class LiveController {
  constructor(private readonly live: LiveService) {}

  @Get('live')
  @Lasting()
  @ApiOperation({ summary: 'New alerts and counters, as they come.', description: DESCRIPTION })
  @ApiHeader({
    name: 'Last-Event-ID',
    description: 'The `id` of the last event that was heard: goes on from there.',
    required: false,
    schema: { type: 'string', maxLength: 1000, example: '1772366400000.-6a8b1c3d5e7f' },
  })
  @ApiProduces('text/event-stream')
  @ApiOkResponse({
    description: 'The stream.',
    schema: { type: 'string', example: 'event: alert\nid: 1772366400000.-6a8b1c3d5e7f\ndata: {}\n\n' },
  })
  @ApiProblems(400, 401, 403, 422, 429, 503)
  async stream(
    @CurrentCaller() caller: Caller,
    @Query() { seconds }: LiveQueryIn,
    @Headers('last-event-id') lastId: string | undefined,
    @Res() response: Response,
  ): Promise<void> {
    const from = positionOf(lastId);
    const seat = this.live.join(caller);
    try {
      // The connection ends with the stream: none is kept that would hold up a shutdown. Proxies are asked to pass it on as it comes.
      response.set({
        'Content-Type': 'text/event-stream; charset=utf-8',
        'X-Accel-Buffering': 'no',
        Connection: 'close',
      });
      await sendStream(response, (gone) => textsOf(seat.news({ from, seconds }, gone)), seat.terms);
    } finally {
      seat.leave();
    }
  }
}

async function* textsOf(all: AsyncIterable<LiveNews>): AsyncGenerator<string> {
  yield LIVE_HEAD;
  for await (const news of all) yield textOf(news);
}

function textOf(news: LiveNews): string {
  if (news.kind === 'nothing') return LIVE_NOTHING;
  if (news.kind === 'alert') return liveText('alert', news.position, toAlertRowOut(news.alert));
  const { openAlerts, ...labels } = news.counters;
  return liveText('counters', news.position, { ...labels, open_alerts: openAlerts });
}

/** @throws ValidationFailed where it is no id of ours: who trusts it would miss something otherwise, and never know */
function positionOf(lastId: string | undefined): LivePosition | null {
  if (lastId === undefined || lastId === '') return null;
  const position = readLivePosition(lastId);
  if (position !== null) return position;
  const msg = 'must be the id of an event of this stream';
  throw new ValidationFailed([{ loc: ['header', 'Last-Event-ID'], code: 'last_event_id', msg }]);
}
