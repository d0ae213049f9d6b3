import { Injectable } from '@nestjs/common';
import { MINUTE_MS, SECOND_MS } from '../../lib/duration.js';

/** Work that goes on by itself, and on which what callers see depends. */
export const JOBS = ['rollups'] as const;

/** One of them. */
export type Job = (typeof JOBS)[number];

/** A single failure says little: the next run tries again, and most often the database was away. */
const LASTING_MS = 2 * MINUTE_MS;

/** Since when work that goes on by itself has been failing, in this process. */
@Injectable()
export class JobFailures {
  /** By job: the first failure since it last went well, of the process' own clock, milliseconds. */
  private readonly since = new Map<Job, number>();

  /** A run failed. */
  failed(job: Job, nowMs = performance.now()): void {
    if (!this.since.has(job)) this.since.set(job, nowMs);
  }

  /** A run went well. */
  succeeded(job: Job): void {
    this.since.delete(job);
  }

  /** @returns for how long a job has been failing, seconds; 0 where it goes well */
  seconds(job: Job, nowMs = performance.now()): number {
    const since = this.since.get(job);
    return since === undefined ? 0 : Math.max(0, Math.round((nowMs - since) / SECOND_MS));
  }

  /** @returns jobs that have been failing for two minutes or longer, with how many seconds it is */
  lasting(nowMs = performance.now()): Partial<Record<Job, number>> {
    const long = JOBS.filter((job) => nowMs - (this.since.get(job) ?? nowMs) >= LASTING_MS);
    return Object.fromEntries(long.map((job) => [job, this.seconds(job, nowMs)]));
  }
}
