import { headerName } from './shown-name.js';

/** Names that are told at most. */
const MAX_NAMES = 20;

/** Names of the keys of a body that nobody knows and that were left behind: the first twenty, each once. */
export class IgnoredNames {
  private readonly names = new Set<string>();
  private areAllTold = true;

  /** Notes those keys of an object that aren't known. */
  take(keys: readonly string[], known: ReadonlySet<string>): void {
    for (const key of keys) {
      if (known.has(key) || this.names.has(key)) continue;
      if (this.names.size === MAX_NAMES) {
        this.areAllTold = false;
        return;
      }
      this.names.add(key);
    }
  }

  /** @returns them for a header; `...` at the end where there were more; empty without any */
  toString(): string {
    const told = [...new Set([...this.names].map(headerName))];
    return [...told, ...(this.areAllTold ? [] : ['...'])].join(', ');
  }
}

const NOTED = new WeakMap<object, IgnoredNames>();

/** Notes what was left behind of a parsed body. */
export function noteIgnoredNames(body: object, names: IgnoredNames): void {
  NOTED.set(body, names);
}

/** @param body as it was parsed
 * @returns what was left behind of it, for a header; empty where nothing was */
export function ignoredNamesOf(body: unknown): string {
  return typeof body === 'object' && body !== null ? String(NOTED.get(body) ?? '') : '';
}
