import { describe, expect, it } from 'vitest';
import { JobFailures } from './job-failures.js';

describe(JobFailures.name, () => {
  it('tells of a job that fails for two minutes, from the first failure on', () => {
    const failures = new JobFailures();
    failures.failed('rollups', 0);
    failures.failed('rollups', 100_000);
    expect(failures.lasting(119_999)).toEqual({});
    expect(failures.lasting(120_000)).toEqual({ rollups: 120 });
    expect(failures.seconds('rollups', 121_000)).toBe(121);
  });

  it('forgets it once the job went well', () => {
    const failures = new JobFailures();
    failures.failed('rollups', 0);
    failures.succeeded('rollups');
    expect(failures.lasting(500_000)).toEqual({});
    expect(failures.seconds('rollups', 500_000)).toBe(0);
  });
});
