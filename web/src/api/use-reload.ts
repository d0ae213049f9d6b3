import { useEffect, useRef } from 'preact/hooks';
import type { Store } from '../lib/store.js';

/** Calls something whenever a store changes, such as when something new was heard of.
 * @param ask as it is at that moment */
export function useReload(store: Store<unknown>, ask: () => void): void {
  const latest = useRef(ask);
  latest.current = ask;
  useEffect(() => store.subscribe(() => latest.current()), [store]);
}
