// Runs generated cases on the embedded database and on another engine: npm run test:differential -- [--cases N] [--seed N]
// The other engine is the one of MONGO_URI; without one, scripts/second-engine starts it where there are Java and Maven.
import { spawnSync } from 'node:child_process';
import path from 'node:path';
import { parseArgs } from 'node:util';

const UNAVAILABLE = 69;
const root = path.resolve(import.meta.dirname, '..');
const { values } = parseArgs({
  options: { cases: { type: 'string', default: '2000' }, seed: { type: 'string', default: '1' } },
});
const faulty = Object.entries(values).find(([, value]) => !/^[1-9]\d*$/.test(value));
if (faulty) {
  console.error(`--${faulty[0]} must be a whole number from 1 on`);
  process.exit(1);
}

const env = { ...process.env, DIFFERENTIAL_CASES: values.cases, DIFFERENTIAL_SEED: values.seed };
const test = [path.join(root, 'node_modules/vitest/vitest.mjs'), 'run', 'test/differential'];
const engine = env.MONGO_URI ? [] : [path.join(root, 'scripts/second-engine/run.mjs'), process.execPath];
const { status } = spawnSync(process.execPath, [...engine, ...test], { cwd: root, env, stdio: 'inherit' });
if (status === UNAVAILABLE) console.log('0 passed, 0 failed, 1 skipped');
process.exit(status === UNAVAILABLE ? 0 : (status ?? 1));
