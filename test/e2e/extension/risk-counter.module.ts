import { Module } from '@nestjs/common';
import { RiskCounterService } from './risk-counter.service.js';

/** A module of one's own: goes into the list of rooms in `app.module.ts`. */
@Module({ providers: [RiskCounterService] })
export class RiskCounterModule {}
