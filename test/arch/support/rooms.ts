/** The rooms and their ranks, as `docs/architecture.md` draws them. A room imports only rooms of a lower rank. */
export const RANKS: ReadonlyMap<string, number> = new Map([
  ['lib', 0],
  ['embedded-mongo', 1],
  ['platform', 2],
  ['auth', 3],
  ['telemetry', 4],
  ['ingest', 5],
  ['drift', 5],
  ['risk', 6],
  ['health', 6],
  ['alerts', 7],
  ['dashboard', 8],
  ['demo', 9],
  ['src', 9],
]);

/** Rooms whose every file is public: they exist to be used. */
export const PUBLIC_ROOMS: ReadonlySet<string> = new Set(['lib', 'platform']);

/** Roles of files that other rooms may import. */
export const PUBLIC_ROLES: ReadonlySet<string> = new Set(['module', 'service', 'store', 'facts', 'decorator']);

/** Single files that other rooms may import besides. */
export const PUBLIC_FILES: ReadonlySet<string> = new Set([
  'auth/auth.guard.ts',
  'embedded-mongo/compact.ts',
  'embedded-mongo/data-file-damaged.ts',
  'embedded-mongo/embedded-mongo.ts',
  'embedded-mongo/lock-file.ts',
  'embedded-mongo/private-directory.ts',
  'embedded-mongo/snapshot.ts',
]);

/** Roles a file's name may give it. `plain` is a name without a role (`ml-risk.ts`), `setup` is `app.setup.ts`. */
export const ROLES: ReadonlySet<string> = new Set([
  ...PUBLIC_ROLES,
  'client',
  'command',
  'controller',
  'document',
  'dto',
  'filter',
  'guard',
  'interceptor',
  'mapper',
  'plain',
  'schema',
  'setup',
  'spec',
  'strategy',
  'worker',
]);
