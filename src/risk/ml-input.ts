/** A JSON object of a customer's. */
export type JsonObject = Readonly<Record<string, unknown>>;

/** @returns the features of a prediction: those it names so, else all of its input */
export function featuresOf(inputData: JsonObject): JsonObject {
  const features = ownValue(inputData, 'features');
  return isObject(features) ? features : inputData;
}

/** @returns the probabilities of a list or a map, whatever they are */
export function listed(probabilities: unknown): readonly unknown[] {
  if (Array.isArray(probabilities)) return probabilities;
  return isObject(probabilities) ? Object.values(probabilities) : [];
}

/** Keys are the customer's: one named like something every object inherits must not find that. */
export function ownValue(object: JsonObject, key: string): unknown {
  return Object.hasOwn(object, key) ? object[key] : undefined;
}

/** JSON's true and false are no numbers, though the language of the first implementation took them for 1 and 0. */
export function isNumber(value: unknown): value is number {
  return typeof value === 'number' && !Number.isNaN(value);
}

function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
