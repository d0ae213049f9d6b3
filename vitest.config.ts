import { configDefaults, defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['src/**/*.spec.ts', 'web/src/**/*.spec.ts', 'test/**/*.spec.ts'],
    // A suite of its own, npm run test:hostile: together they would take longer than anybody waits for.
    exclude: [...configDefaults.exclude, 'test/hostile/*.hostile.spec.ts'],
    globalSetup: ['test/support/database.setup.ts'],
    setupFiles: ['test/support/metadata.setup.ts'],
    reporters: ['default', './test/support/closing-line.reporter.ts'],
    isolate: false,
    maxWorkers: 2,
    testTimeout: 120_000,
    hookTimeout: 120_000,
  },
});
