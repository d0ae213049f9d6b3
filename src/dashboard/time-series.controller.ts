import { Controller, Get, Query } from '@nestjs/common';
import { ApiBearerAuth, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { type Caller, CurrentCaller } from '../auth/caller.decorator.js';
import { RequiresScope } from '../auth/scope.decorator.js';
import { ApiProblems } from '../platform/openapi/api-problems.decorator.js';
import { EVENT_KINDS } from '../telemetry/telemetry.facts.js';
import { instantOf } from './events.mapper.js';
import { TimeSeriesIn, TimeSeriesOut } from './time-series.dto.js';
import { TimeSeriesService } from './time-series.service.js';

const UNITS = { events: 'events', latency: 'ms', tokens: 'tokens', risky_share: 'share', alerts: 'alerts' } as const;

/** How things went. */
@ApiTags('Dashboard')
@ApiBearerAuth()
@RequiresScope('read')
@Controller('dashboard')
export class TimeSeriesController {
  constructor(private readonly series: TimeSeriesService) {}

  @Get('timeseries')
  @ApiOperation({
    summary: 'How events, latency, tokens, risk or alerts went over time.',
    description:
      'From roll-ups alone, so that it costs the same however many events there are, and about two seconds behind them. Points are whole steps ' +
      'of local time, at most 1,500; the first one holds `from` (left out: a day before `to`), the last one ends at `to` (left out: now) or ' +
      'later. Percentiles are within 1 %. What is older than events are kept is known by the hour: a step that begins within an hour ' +
      'then has that hour in the step before.',
  })
  @ApiOkResponse({ type: TimeSeriesOut })
  @ApiProblems(400, 401, 403, 422, 503)
  async read(@CurrentCaller() { orgId }: Caller, @Query() query: TimeSeriesIn): Promise<TimeSeriesOut> {
    const { metric, model: modelName, kind, step, tz } = query;
    const wish = { metric, modelName, step, zone: tz, kinds: kind === undefined ? EVENT_KINDS : [kind] };
    const span = { from: instantOf(query.from), to: instantOf(query.to) };
    const { startsMs, endMs, lines } = await this.series.draw(orgId, { ...wish, ...span });
    return {
      metric,
      unit: UNITS[metric],
      step,
      tz,
      starts: startsMs.map((ms) => new Date(ms).toISOString()),
      end: new Date(endMs).toISOString(),
      lines: [...lines],
    };
  }
}
