// Runs the recovery tests: npm run test:recovery -- [--kills N] [--kills-per-seam N] [--outage-seconds N] [--lease-ms N] [--seed N] [FILE...]
import { spawnSync } from 'node:child_process';
import path from 'node:path';
import { parseArgs } from 'node:util';

const root = path.resolve(import.meta.dirname, '..');
const VARIABLES = {
  kills: 'RECOVERY_KILLS',
  'kills-per-seam': 'RECOVERY_KILLS_PER_SEAM',
  'outage-seconds': 'RECOVERY_OUTAGE_SECONDS',
  'lease-ms': 'RECOVERY_LEASE_MS',
  seed: 'RECOVERY_SEED',
};
const DEFAULTS = { kills: '20', 'kills-per-seam': '3' };

const options = Object.fromEntries(Object.keys(VARIABLES).map((name) => [name, { type: 'string' }]));
const { values, positionals } = parseArgs({ options, allowPositionals: true });
const given = Object.entries({ ...DEFAULTS, ...values });
const faulty = given.find(([, value]) => !/^[1-9]\d*$/.test(value));
if (faulty) {
  console.error(`--${faulty[0]} must be a whole number from 1 on`);
  process.exit(1);
}

const env = { ...process.env, ...Object.fromEntries(given.map(([name, value]) => [VARIABLES[name], value])) };
const vitest = path.join(root, 'node_modules', 'vitest', 'vitest.mjs');
const args = [vitest, 'run', '--config', 'test/recovery/vitest.config.ts', ...positionals];
const { status } = spawnSync(process.execPath, args, { cwd: root, env, stdio: 'inherit' });
process.exit(status ?? 1);
