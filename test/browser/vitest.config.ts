import path from 'node:path';
import { defineConfig } from 'vitest/config';

/** The web page in a real browser. Needs the page built, and chromium; without chromium everything is skipped, and says so. */
export default defineConfig({
  root: path.resolve(import.meta.dirname, '../..'),
  test: {
    include: ['test/browser/*.browser.ts'],
    globalSetup: ['test/support/database.setup.ts'],
    setupFiles: ['test/support/metadata.setup.ts'],
    reporters: ['default', './test/support/closing-line.reporter.ts'],
    isolate: false,
    maxWorkers: 1,
    testTimeout: 60_000,
    hookTimeout: 60_000,
  },
});
