// Runs the tests of a set: npm run test:cluster -- [--elections N] [--drift-rounds N] [--processes N] [FILE...]
import { runSizedSuite } from './sized-suite.mjs';

runSizedSuite('test/cluster/vitest.config.ts', {
  elections: 'CLUSTER_ELECTIONS',
  'drift-rounds': 'CLUSTER_DRIFT_ROUNDS',
  processes: 'CLUSTER_PROCESSES',
});
