import { describe, expect, it } from 'vitest';
import { SingleFlight } from './single-flight.js';

describe(SingleFlight.name, () => {
  it('joins a run under way and starts anew after it', async () => {
    const flight = new SingleFlight();
    let runs = 0;
    const task = async () => {
      runs++;
    };
    await Promise.all([flight.run(task), flight.run(task)]);
    expect(runs).toBe(1);
    await flight.run(task);
    expect(runs).toBe(2);
  });

  it('is free again after a failure', async () => {
    const flight = new SingleFlight();
    await expect(flight.run(() => Promise.reject(new Error('no')))).rejects.toThrow('no');
    await expect(flight.run(() => Promise.resolve())).resolves.toBeUndefined();
  });
});
