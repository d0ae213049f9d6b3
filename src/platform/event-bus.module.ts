import { Global, Module } from '@nestjs/common';
import { EventEmitterModule } from '@nestjs/event-emitter';
import { EventBus } from './event-bus.js';

/** Makes the event bus injectable everywhere. */
@Global()
@Module({ imports: [EventEmitterModule.forRoot({ maxListeners: 0 })], providers: [EventBus], exports: [EventBus] })
export class EventBusModule {}
