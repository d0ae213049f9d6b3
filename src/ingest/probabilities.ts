import { isJsonObject, type JsonObject, ownValue } from '../lib/json-object.js';
import { PROBABILITIES } from '../lib/ml-input.js';
import type { LimitFault } from './limit-fault.js';

/** How far a probability may be outside of 0-1: single-precision arithmetic rounds. */
const TOLERANCE = 1e-6;

/** A list or a map of probabilities is what risk is computed from: what is none there would pass for certainty.
 * @returns the first item of `probabilities` that isn't a number within 0-1; anything but a list or map there is plain data */
export function probabilityFaults(inputData: JsonObject): LimitFault[] {
  const probabilities = ownValue(inputData, PROBABILITIES);
  if (Array.isArray(probabilities)) {
    const faulty = probabilities.findIndex((value) => !isProbability(value));
    return faulty < 0 ? [] : [faultAt(faulty)];
  }
  if (!isJsonObject(probabilities)) return [];
  for (const [key, value] of Object.entries(probabilities)) if (!isProbability(value)) return [faultAt(key)];
  return [];
}

function isProbability(value: unknown): boolean {
  return typeof value === 'number' && value >= -TOLERANCE && value <= 1 + TOLERANCE;
}

function faultAt(place: string | number): LimitFault {
  const path = ['inputData', PROBABILITIES, place];
  return { path, code: 'not_a_probability', msg: 'must be a number from 0 to 1' };
}
