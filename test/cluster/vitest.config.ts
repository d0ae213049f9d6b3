import path from 'node:path';
import { defineConfig } from 'vitest/config';
import { LEFT_OUT, onlyTheProxy } from './left-out.js';

const isGiven = (process.env['MONGO_URI'] ?? '') !== '';

/** Everything that needs a database, on a set: the proxy's, or the one that MONGO_URI names. */
export default defineConfig({
  root: path.resolve(import.meta.dirname, '../..'),
  test: {
    include: [
      'src/auth/{auth.controller,first-key.service}.spec.ts',
      'test/e2e/*.spec.ts',
      'test/regression/*.spec.ts',
      'test/recovery/{kill-points,poison,random-kills,sigterm}.spec.ts',
      'test/cluster/*.cluster.ts',
    ],
    exclude: [...LEFT_OUT, ...(isGiven ? onlyTheProxy : [])].map(({ file }) => file),
    globalSetup: ['test/cluster/cluster.setup.ts'],
    setupFiles: ['test/support/metadata.setup.ts'],
    reporters: ['default', './test/support/closing-line.reporter.ts'],
    isolate: false,
    maxWorkers: 2,
    testTimeout: 120_000,
    hookTimeout: 120_000,
  },
});
