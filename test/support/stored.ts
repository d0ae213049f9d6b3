import { Types } from 'mongoose';
import type { TestApp } from './test-app.js';

/** Reads documents as they lie in the database, past every store.
 * @param collection name of the collection
 * @param orgId whose; all documents without it
 * @returns in the order of their ids, which is the order of arrival for events */
export async function stored(app: TestApp, collection: string, orgId?: string): Promise<Record<string, unknown>[]> {
  const filter = orgId === undefined ? {} : { organization_id: new Types.ObjectId(orgId) };
  return app.connection.collection(collection).find(filter).sort({ _id: 1 }).toArray();
}

/** The one document there must be.
 * @see stored */
export async function storedOne(app: TestApp, collection: string, orgId: string): Promise<Record<string, unknown>> {
  const documents = await stored(app, collection, orgId);
  const [only] = documents;
  if (only === undefined || documents.length > 1) {
    throw new Error(`${collection} holds ${documents.length} documents of the organization, expected one`);
  }
  return only;
}

/** Names the BSON type of each field, as a test can compare them.
 * @returns field -> `string`, `double` (numbers of any BSON type), `date`, `objectId`, `bool`, `null`, `array`, `object` */
export function fieldTypes(document: Readonly<Record<string, unknown>>): Record<string, string> {
  return Object.fromEntries(Object.entries(document).map(([field, value]) => [field, typeName(value)]));
}

function typeName(value: unknown): string {
  if (value === null) return 'null';
  if (value instanceof Date) return 'date';
  if (value instanceof Types.ObjectId) return 'objectId';
  if (Array.isArray(value)) return 'array';
  if (typeof value === 'number') return 'double';
  return typeof value === 'boolean' ? 'bool' : typeof value;
}
