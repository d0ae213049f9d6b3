/** Below this path everything is the page. */
const BASE = '/ui/';

/** The two kinds of events. */
export type Kind = 'ml' | 'llm';

/** What an address shows. Names stand in the query: as a part of the path, a model called `..` would be another page. */
export type Route =
  | { readonly screen: 'overview' | 'models' | 'events' | 'alerts' | 'keys' | 'unknown' }
  | { readonly screen: 'model'; readonly name: string }
  | { readonly screen: 'event'; readonly kind: Kind; readonly id: string };

const PLAIN = ['models', 'events', 'alerts', 'keys'] as const;

/** Reads an address.
 * @param path with the base, without a query
 * @param query what stands after it */
export function routeOf(path: string, query: URLSearchParams): Route {
  const parts = path
    .slice(BASE.length)
    .split('/')
    .filter((part) => part !== '');
  const [first = '', kind, id] = parts;
  if (parts.length === 0) return { screen: 'overview' };
  const plain = PLAIN.find((screen) => screen === first);
  if (parts.length === 1 && plain !== undefined) return { screen: plain };
  const name = query.get('name');
  if (parts.length === 1 && first === 'model' && name !== null) return { screen: 'model', name };
  const isEvent = parts.length === 3 && first === 'events' && (kind === 'ml' || kind === 'llm');
  return isEvent && id !== undefined ? { screen: 'event', kind, id: decoded(id) } : { screen: 'unknown' };
}

function decoded(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}

/** Writes an address.
 * @param page below the base, `events`
 * @param query empty values are left out */
export function hrefOf(page: string, query: Readonly<Record<string, string | undefined>> = {}): string {
  const given = Object.entries(query).filter((entry): entry is [string, string] => Boolean(entry[1]));
  const text = new URLSearchParams(given).toString();
  return `${BASE}${page}${text === '' ? '' : `?${text}`}`;
}

/** Where a model is shown. */
export function modelHref(name: string): string {
  return hrefOf('model', { name });
}

/** Where an event is shown. */
export function eventHref(kind: Kind, id: string): string {
  return hrefOf(`events/${kind}/${encodeURIComponent(id)}`);
}
