import path from 'node:path';
import { defineConfig } from 'vitest/config';

/** The hostile inputs alone, with a count of their rows; `npm test` runs them among the others, but for those that measure:
 * these need the machine to themselves, so that files run one after the other here. */
export default defineConfig({
  root: path.resolve(import.meta.dirname, '../..'),
  test: {
    include: ['test/hostile/*.hostile.spec.ts', 'test/hostile/measured/*.measured.ts'],
    globalSetup: ['test/support/database.setup.ts'],
    setupFiles: ['test/support/metadata.setup.ts'],
    reporters: ['default', './test/hostile/support/rows.reporter.ts'],
    isolate: false,
    maxWorkers: 1,
    fileParallelism: false,
    testTimeout: 60_000,
    hookTimeout: 120_000,
  },
});
