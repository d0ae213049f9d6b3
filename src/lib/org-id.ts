declare const brand: unique symbol;

/** An organization, by its ObjectId in 24 hexadecimal digits. Made from a verified token, or by the store that creates one;
 * no other text passes for it. */
export type OrgId = string & { readonly [brand]: 'OrgId' };

const OBJECT_ID = /^[0-9a-f]{24}$/;

/** @returns whether a text has the form of an organization's id */
export function isOrgId(text: unknown): text is OrgId {
  return typeof text === 'string' && OBJECT_ID.test(text);
}
