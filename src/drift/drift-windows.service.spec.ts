import { describe, expect, it } from 'vitest';
import type { OrgId } from '../lib/org-id.js';
import { loadConfig } from '../platform/config/load-config.js';
import type { LatencyReading, LatencyWindowsService } from '../telemetry/latency-windows.service.js';
import { DriftWindowsService } from './drift-windows.service.js';

const ORG = 'a'.repeat(24) as OrgId;
const OTHER_ORG = 'b'.repeat(24) as OrgId;
const NOON = Date.parse('2026-03-01T12:00:00.000Z');

interface FakeWindows {
  /** From which event time on roll-ups lag. */
  rolledUpToMs: number;
  /** What was named as unlabelled, reading by reading. */
  readonly asked: (readonly Date[])[];
}

/** Windows in which every reading finds a latency of one more millisecond. */
function windowsOf(
  reading: Pick<LatencyReading, 'eventsRead' | 'usesRollups'>,
  state: FakeWindows = { rolledUpToMs: -Infinity, asked: [] },
): DriftWindowsService {
  const windows: Pick<LatencyWindowsService, 'read'> = {
    read: async (...[, , unlabelled]) => {
      if (unlabelled === undefined) throw new Error('always named');
      state.asked.push(unlabelled);
      const lagging = unlabelled.filter((time) => time.getTime() >= state.rolledUpToMs);
      return Promise.resolve({ meanMs: state.asked.length, lagging, ...reading });
    },
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
    // Read from the events alone, nothing can be missing.
    await read(windows, 0, []);
    expect(windows.provisional(ORG)).toEqual([]);
  });

  it('names a model whose mean came from roll-ups until these hold what its batches brought', async () => {
    const state = { rolledUpToMs: NOON - 1000, asked: [] };
    const windows = windowsOf({ eventsRead: 10, usesRollups: true }, state);
    await read(windows, 0);
    expect(windows.provisional(ORG)).toEqual(['m']);
    await read(windows, 0, []);
    expect(windows.provisional(ORG)).toEqual(['m']);
    state.rolledUpToMs = NOON + 1000;
    await read(windows, 0, []);
    expect(windows.provisional(ORG)).toEqual([]);
  });

  it('reads what a batch brought that was given the mean before it', async () => {
    const state: FakeWindows = { rolledUpToMs: NOON, asked: [] };
    const windows = windowsOf({ eventsRead: 5000, usesRollups: true }, state);
    await read(windows, 0, [new Date(NOON - 60_000)]);
    await read(windows, 0, [new Date(NOON)]);
    await read(windows, 0, []);
    expect(state.asked).toEqual([[new Date(NOON - 60_000)], [new Date(NOON)]]);
    expect(windows.provisional(ORG)).toEqual(['m']);
  });

  it('forgets what has left the window', async () => {
    const state: FakeWindows = { rolledUpToMs: -Infinity, asked: [] };
    const windows = windowsOf({ eventsRead: 10, usesRollups: true }, state);
    await read(windows, 0);
    await read(windows, 302_000, []);
    expect(state.asked.at(-1)).toEqual([]);
    expect(windows.provisional(ORG)).toEqual([]);
  });
});
