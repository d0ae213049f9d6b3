import { Controller, Get } from '@nestjs/common';
import { ApiBearerAuth, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { type Caller, CurrentCaller } from '../auth/caller.decorator.js';
import { RequiresScope } from '../auth/scope.decorator.js';
import { ApiProblems } from '../platform/openapi/api-problems.decorator.js';
import { AlertOut, HealthOut, ModelsOut, RiskDistributionOut } from './dashboard.dto.js';
import { toAlertOut, toHealthOut } from './dashboard.mapper.js';
import { DashboardService } from './dashboard.service.js';

/** The state of the caller's organization. */
@ApiTags('Dashboard')
@ApiBearerAuth()
@ApiProblems(400, 401, 403, 503)
@RequiresScope('read')
@Controller('dashboard')
export class DashboardController {
  constructor(private readonly dashboard: DashboardService) {}

  @Get('health')
  @ApiOperation({ summary: 'Health score of the organization, and what lowered it.' })
  @ApiOkResponse({ type: HealthOut })
  async health(@CurrentCaller() caller: Caller): Promise<HealthOut> {
    return toHealthOut(await this.dashboard.health(caller.orgId));
  }

  @Get('alerts')
  @ApiOperation({ summary: 'The newest alerts, at most 100, newest first.' })
  @ApiOkResponse({ type: [AlertOut] })
  async alerts(@CurrentCaller() caller: Caller): Promise<AlertOut[]> {
    return (await this.dashboard.alerts(caller.orgId)).map(toAlertOut);
  }

  @Get('models')
  @ApiOperation({ summary: 'Every model with its mean latency and current drift score.' })
  @ApiOkResponse({ type: ModelsOut })
  async models(@CurrentCaller() caller: Caller): Promise<ModelsOut> {
    const models = (await this.dashboard.models(caller.orgId)).map(({ modelName, meanLatencyMs, driftPct }) => ({
      model_name: modelName,
      mean_latency_ms: meanLatencyMs,
      drift_score: driftPct,
    }));
    return { models };
  }

  @Get('risk-distribution')
  @ApiOperation({
    summary: 'How many events carry each risk label.',
    description: 'Over ML and LLM events. An event appears here within about two seconds after it was accepted.',
  })
  @ApiOkResponse({ type: RiskDistributionOut })
  async riskDistribution(@CurrentCaller() caller: Caller): Promise<RiskDistributionOut> {
    const { normal, suspicious, risky } = await this.dashboard.riskDistribution(caller.orgId);
    return { normalCount: normal, suspiciousCount: suspicious, riskyCount: risky };
  }
}
