import { Catalogue } from '../storage/catalogue.js';
import { DocumentStore } from '../storage/document-store.js';
import { Environment } from '../storage/environment.js';
import { CursorRegistry } from './cursors.js';

/** What the commands of one thread work with. */
export interface Engine {
  readonly env: Environment;
  readonly catalogue: Catalogue;
  readonly store: DocumentStore;
  readonly cursors: CursorRegistry;
  /** The time, milliseconds since 1970. */
  readonly now: () => number;
}

/** Options of an engine. */
export interface EngineOptions {
  /** Where the database lies. */
  readonly dataDir: string;
  /** Cursor ids of the two threads differ in their last bit, so that `getMore` finds its thread. */
  readonly cursorParity: 0 | 1;
  readonly now?: () => number;
}

/** Opens the database for one thread. */
export function openEngine({ dataDir, cursorParity, now = Date.now }: EngineOptions): Engine {
  const env = new Environment(dataDir);
  const catalogue = new Catalogue(env);
  const store = new DocumentStore(env, catalogue);
  return { env, catalogue, store, cursors: new CursorRegistry(cursorParity, now), now };
}
