import { Injectable } from '@nestjs/common';
import { collectDefaultMetrics, Counter, Gauge, Registry } from 'prom-client';
import { JobFailures, JOBS } from './job-failures.js';

/** Media type of the figures. */
export const METRICS_TYPE = 'text/plain; version=0.0.4; charset=utf-8';

/** This process' figures. One registry an application, so that two in one process don't meet. Labels come from closed
 * sets: never an id, a model or a message. */
@Injectable()
export class Metrics {
  private readonly registry = new Registry();

  /** Events stored durably, by `kind`. */
  readonly eventsAccepted = this.counter('aegis_events_accepted_total', 'Events stored durably.', ['kind']);
  /** Events announced with their label by this process, by `kind` and `label`; those of a batch that is tried again count again. */
  readonly eventsLabelled = this.counter(
    'aegis_events_labelled_total',
    'Events labelled; those of a batch that is tried again count again.',
    ['kind', 'label'],
  );
  /** Batches whose processing failed and will be tried again, by `kind`. */
  readonly batchesFailed = this.counter('aegis_batches_failed_total', 'Batches to be tried again.', ['kind']);

  constructor(jobs: JobFailures) {
    collectDefaultMetrics({ register: this.registry });
    const failing: Gauge<'job'> = new Gauge({
      name: 'aegis_job_failing_seconds',
      help: 'Seconds for which a background job has been failing; 0 if it works.',
      labelNames: ['job'],
      registers: [this.registry],
      collect: () => {
        for (const job of JOBS) failing.set({ job }, jobs.seconds(job));
      },
    });
  }

  /** All figures in the Prometheus text format, version 0.0.4. */
  async text(): Promise<string> {
    return this.registry.metrics();
  }

  private counter<Label extends string>(name: string, help: string, labelNames: readonly Label[]): Counter<Label> {
    return new Counter({ name, help, labelNames, registers: [this.registry] });
  }
}
