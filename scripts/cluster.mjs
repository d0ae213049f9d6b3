// Runs the tests of a set: npm run test:cluster -- [--elections N] [--drift-rounds N] [--processes N] [FILE...]
import { spawnSync } from 'node:child_process';
import path from 'node:path';
import { parseArgs } from 'node:util';

const root = path.resolve(import.meta.dirname, '..');
const VARIABLES = {
  elections: 'CLUSTER_ELECTIONS',
  'drift-rounds': 'CLUSTER_DRIFT_ROUNDS',
  processes: 'CLUSTER_PROCESSES',
};

const options = Object.fromEntries(Object.keys(VARIABLES).map((name) => [name, { type: 'string' }]));
const { values, positionals } = parseArgs({ options, allowPositionals: true });
const given = Object.entries(values);
const faulty = given.find(([, value]) => !/^[1-9]\d*$/.test(value));
if (faulty) {
  console.error(`--${faulty[0]} must be a whole number from 1 on`);
  process.exit(1);
}

const env = { ...process.env, ...Object.fromEntries(given.map(([name, value]) => [VARIABLES[name], value])) };
const vitest = path.join(root, 'node_modules', 'vitest', 'vitest.mjs');
const args = [vitest, 'run', '--config', 'test/cluster/vitest.config.ts', ...positionals];
const { status } = spawnSync(process.execPath, args, { cwd: root, env, stdio: 'inherit' });
process.exit(status ?? 1);
