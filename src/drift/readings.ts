import { driftMethods } from './methods/index.js';
import type { Reading, WindowMethodName } from './methods/method.js';
import type { Dispersion } from './p-value.js';
import type { ReferenceBins } from './reference-bins.js';
import type { Tally } from './tally.js';

/** What every method says about one window. */
export type Readings = Readonly<Partial<Record<WindowMethodName, Reading>>>;

/** Compares a window with a baseline by every method that can. */
export function readingsOf(window: Tally, reference: Tally, bins: ReferenceBins): Readings {
  const readings: Partial<Record<WindowMethodName, Reading>> = {};
  for (const { name, compare } of driftMethods) {
    const reading = compare(window, reference, bins);
    if (reading !== null) readings[name] = reading;
  }
  return readings;
}

/** PSI without what a signal's location and spread vary by themselves: seasons and load move values along one line, and a sum
 * over all bins must not take that for a change of shape. Nothing is taken away from a signal without overdispersion.
 * @param dispersion of location and spread, for the window's length */
export function psiBeyond(
  { psi, location, spread }: Readings,
  dispersion: { readonly location: number; readonly spread: number },
): Reading | undefined {
  if (psi === undefined) return undefined;
  const ordinary =
    (location?.statistic ?? 0) * (1 - 1 / dispersion.location) + (spread?.statistic ?? 0) * (1 - 1 / dispersion.spread);
  return { ...psi, statistic: Math.max(0, psi.statistic - ordinary) };
}

/** @returns the dispersion to judge a method's reading by */
export function dispersionAt(values: readonly number[] | undefined, at: number): Dispersion {
  return { window: values?.[at] ?? 1, reference: values?.at(-1) ?? 1 };
}
