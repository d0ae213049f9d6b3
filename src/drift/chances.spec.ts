import { describe, expect, it } from 'vitest';
import { chancesOf } from './chances.js';

const SCALE = { mean: 0, variance: 1, between: 0, memory: 1 };

describe(chancesOf.name, () => {
  it.each([
    { when: 'a signal has no CUSUM', scale: null, signals: 1, windows: 0.001 / 1.2, cusum: 0 },
    { when: 'it has one', scale: SCALE, signals: 1, windows: 0.000_75 / 1.2, cusum: 0.000_25 },
    { when: 'ten signals share it', scale: SCALE, signals: 10, windows: 0.000_075 / 1.2, cusum: 0.000_025 },
  ])('leaves $windows for windows where $when', ({ scale, signals, windows, cusum }) => {
    const chances = chancesOf({ alpha: 0.001, minSize: 0, signals }, scale);
    expect(chances.windows).toBeCloseTo(windows, 12);
    expect(chances.cusum).toBeCloseTo(cusum, 12);
  });
});
