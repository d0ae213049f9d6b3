import { isJsonObject, type JsonObject, ownValue } from './json-object.js';

/** The key of a prediction's input under which a model says how sure it was. */
export const PROBABILITIES = 'probabilities';

/** @returns the features of a prediction: those it names so, else all of its input */
export function featuresOf(inputData: JsonObject): JsonObject {
  const features = ownValue(inputData, 'features');
  return isJsonObject(features) ? features : inputData;
}

/** @returns what a prediction's list or map of probabilities holds, whatever that is; nothing where it has neither */
export function probabilitiesOf(inputData: JsonObject): readonly unknown[] {
  const given = ownValue(inputData, PROBABILITIES);
  if (Array.isArray(given)) return given;
  return isJsonObject(given) ? Object.values(given) : [];
}

/** JSON's true and false are no numbers, though the language of the first implementation took them for 1 and 0. */
export function isNumber(value: unknown): value is number {
  return typeof value === 'number' && !Number.isNaN(value);
}
