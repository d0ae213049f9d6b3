/** A JSON object of a customer's: nothing about its content is certain. */
export type JsonObject = Readonly<Record<string, unknown>>;

/** Whether a value is what a JSON object parses to. */
export function isJsonObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Keys are the customer's: one named like something every object inherits must not find that. */
export function ownValue(object: JsonObject, key: string): unknown {
  return Object.hasOwn(object, key) ? object[key] : undefined;
}
