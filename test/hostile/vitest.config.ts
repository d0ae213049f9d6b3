import path from 'node:path';
import { defineConfig } from 'vitest/config';

/** The hostile inputs alone, with a count of their rows; `npm test` runs them among the others. */
export default defineConfig({
  root: path.resolve(import.meta.dirname, '../..'),
  test: {
    include: ['test/hostile/*.hostile.spec.ts'],
    globalSetup: ['test/support/database.setup.ts'],
    setupFiles: ['test/support/metadata.setup.ts'],
    reporters: ['default', './test/hostile/support/rows.reporter.ts'],
    isolate: false,
    maxWorkers: 2,
    testTimeout: 30_000,
    hookTimeout: 60_000,
  },
});
