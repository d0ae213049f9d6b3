import { Module } from '@nestjs/common';
import { MongooseModule } from '@nestjs/mongoose';
import { AuthModule } from '../auth/auth.module.js';
import { DriftModule } from '../drift/drift.module.js';
import { TelemetryModule } from '../telemetry/telemetry.module.js';
import { AllowancesController } from './allowances.controller.js';
import { ClassifyService } from './classify.service.js';
import { CustomPatternsController } from './custom-patterns.controller.js';
import { CustomRulesService } from './custom-rules.service.js';
import { FeedbackController } from './feedback.controller.js';
import { FeedbackService } from './feedback.service.js';
import { InlineRiskService } from './inline-risk.service.js';
import { JudgeService } from './judge.service.js';
import { MaskingService } from './masking.service.js';
import { RiskAudit } from './risk-audit.service.js';
import { RiskFactorsService } from './risk-factors.service.js';
import { RiskPoliciesService } from './risk-policies.service.js';
import { RiskPoliciesStore } from './risk-policies.store.js';
import { RiskPolicyDocument, RiskPolicySchema } from './risk-policy.schema.js';
import { RiskController } from './risk.controller.js';
import { RiskService } from './risk.service.js';

/** Labels of events, policies, classification on demand. */
@Module({
  imports: [
    AuthModule,
    DriftModule,
    TelemetryModule,
    MongooseModule.forFeature([{ name: RiskPolicyDocument.name, schema: RiskPolicySchema }]),
  ],
  controllers: [RiskController, FeedbackController, AllowancesController, CustomPatternsController],
  providers: [
    ClassifyService,
    CustomRulesService,
    FeedbackService,
    InlineRiskService,
    JudgeService,
    MaskingService,
    RiskAudit,
    RiskFactorsService,
    RiskPoliciesService,
    RiskPoliciesStore,
    RiskService,
  ],
  exports: [RiskFactorsService],
})
export class RiskModule {}
