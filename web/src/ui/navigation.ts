import { Store } from '../lib/store.js';

/** Where the viewer is. */
export interface Place {
  readonly path: string;
  readonly query: URLSearchParams;
}

/** The address as the page shows it. */
export const place = new Store<Place>(here());

window.addEventListener('popstate', () => place.set(here()));

/** Goes to an address of the page.
 * @param replace true: Back doesn't return to where the viewer is now */
export function go(href: string, replace = false): void {
  history[replace ? 'replaceState' : 'pushState'](null, '', href);
  place.set(here());
  if (!replace) window.scrollTo(0, 0);
}

/** Changes parts of the query and leaves the rest; null takes one away. */
export function goQuery(changes: Readonly<Record<string, string | null>>): void {
  const query = new URLSearchParams(location.search);
  for (const [name, value] of Object.entries(changes)) {
    if (value === null || value === '') query.delete(name);
    else query.set(name, value);
  }
  const text = query.toString();
  go(`${location.pathname}${text === '' ? '' : `?${text}`}`, true);
}

function here(): Place {
  return { path: location.pathname, query: new URLSearchParams(location.search) };
}
