import path from 'node:path';
import { defineConfig } from 'vitest/config';

/** Everything that kills and cuts, one after the other; `npm test` runs the `.spec.ts` of it in a short form. */
export default defineConfig({
  root: path.resolve(import.meta.dirname, '../..'),
  test: {
    include: ['test/recovery/*.spec.ts', 'test/recovery/*.long.ts'],
    globalSetup: ['test/support/database.setup.ts'],
    setupFiles: ['test/support/metadata.setup.ts'],
    reporters: ['default', './test/support/closing-line.reporter.ts'],
    isolate: false,
    fileParallelism: false,
    testTimeout: 600_000,
    hookTimeout: 120_000,
  },
});
