import path from 'node:path';
import { defineConfig } from 'vitest/config';

/** The hostile inputs, with a count of their rows. Some measure and need the machine to themselves, so files run one
 * after the other. */
export default defineConfig({
  root: path.resolve(import.meta.dirname, '../..'),
  test: {
    include: ['test/hostile/*.hostile.spec.ts', 'test/hostile/measured/*.measured.ts'],
    globalSetup: ['test/support/database.setup.ts'],
    setupFiles: ['test/support/metadata.setup.ts'],
    reporters: ['default', './test/hostile/support/rows.reporter.ts', './test/support/closing-line.reporter.ts'],
    isolate: false,
    maxWorkers: 1,
    fileParallelism: false,
    testTimeout: 60_000,
    hookTimeout: 120_000,
  },
});
