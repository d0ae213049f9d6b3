// Runs the recovery tests: npm run test:recovery -- [--kills N] [--kills-per-seam N] [--outage-seconds N]
// [--lease-ms N] [--seed N] [FILE...]
import { runSizedSuite } from './sized-suite.mjs';

runSizedSuite(
  'test/recovery/vitest.config.ts',
  {
    kills: 'RECOVERY_KILLS',
    'kills-per-seam': 'RECOVERY_KILLS_PER_SEAM',
    'outage-seconds': 'RECOVERY_OUTAGE_SECONDS',
    'lease-ms': 'RECOVERY_LEASE_MS',
    seed: 'RECOVERY_SEED',
  },
  { kills: '20', 'kills-per-seam': '3' },
);
