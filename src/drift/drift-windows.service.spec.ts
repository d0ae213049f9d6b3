import { describe, expect, it } from 'vitest';
import type { OrgId } from '../lib/org-id.js';
import { loadConfig } from '../platform/config/load-config.js';
import type { LatencyReading, LatencyWindowsService } from '../telemetry/latency-windows.service.js';
import { DriftWindowsService } from './drift-windows.service.js';

const ORG = 'a'.repeat(24) as OrgId;
const OTHER_ORG = 'b'.repeat(24) as OrgId;
const NOON = Date.parse('2026-03-01T12:00:00.000Z');

/** Windows in which every reading finds a latency of one more millisecond. */
function windowsOf(reading: Pick<LatencyReading, 'eventsRead' | 'usesRollups'>): DriftWindowsService {
  let readings = 0;
  const windows: Pick<LatencyWindowsService, 'read'> = {
    read: async () => Promise.resolve({ meanMs: ++readings, ...reading }),
  };
  return new DriftWindowsService(windows as LatencyWindowsService, loadConfig({}));
}

describe(DriftWindowsService.name, () => {
  const read = async (windows: DriftWindowsService, afterMs: number, unlabelled = [new Date(NOON)]) =>
    windows.meanMs(ORG, 'm', new Date(NOON + afterMs), unlabelled);

  it.each([
    { when: 'few events are read', eventsRead: 4999, afterMs: 0, second: 2 },
    { when: 'many events are read', eventsRead: 5000, afterMs: 999, second: 1 },
    { when: 'a second has passed', eventsRead: 5000, afterMs: 1000, second: 2 },
    { when: 'the clock went back', eventsRead: 5000, afterMs: -1000, second: 2 },
  ])('gives the next batch reading $second when $when', async ({ eventsRead, afterMs, second }) => {
    const windows = windowsOf({ eventsRead, usesRollups: false });
    expect(await read(windows, 0)).toBe(1);
    expect(await read(windows, afterMs)).toBe(second);
  });

  it('reads at once without a batch', async () => {
    const windows = windowsOf({ eventsRead: 5000, usesRollups: false });
    await read(windows, 0);
    expect(await read(windows, 0, [])).toBe(2);
  });

  it('names a model whose mean a second batch shared, until it is read again', async () => {
    const windows = windowsOf({ eventsRead: 5000, usesRollups: false });
    await read(windows, 0);
    expect(windows.provisional(ORG)).toEqual([]);
    await read(windows, 0);
    expect(windows.provisional(ORG)).toEqual(['m']);
    expect(windows.provisional(OTHER_ORG)).toEqual([]);
    await read(windows, 0, []);
    expect(windows.provisional(ORG)).toEqual([]);
  });

  it('names a model whose mean came from roll-ups while a batch was under way', async () => {
    const windows = windowsOf({ eventsRead: 10, usesRollups: true });
    await read(windows, 0);
    expect(windows.provisional(ORG)).toEqual(['m']);
    await read(windows, 0, []);
    expect(windows.provisional(ORG)).toEqual([]);
  });
});
