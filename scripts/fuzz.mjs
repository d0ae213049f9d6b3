// Sends requests made from the OpenAPI document: npm run test:fuzz -- [--cases N] [--seed N]
import { spawnSync } from 'node:child_process';
import path from 'node:path';
import { parseArgs } from 'node:util';

const root = path.resolve(import.meta.dirname, '..');
const { values } = parseArgs({ options: { cases: { type: 'string', default: '10000' }, seed: { type: 'string' } } });
const faulty = Object.entries(values).find(([, value]) => !/^\d+$/.test(value));
if (faulty) {
  console.error(`--${faulty[0]} must be a whole number`);
  process.exit(1);
}

const seed = values.seed === undefined ? {} : { FUZZ_SEED: values.seed };
const env = { ...process.env, FUZZ_CASES: values.cases, ...seed };
const vitest = path.join(root, 'node_modules', 'vitest', 'vitest.mjs');
const { status } = spawnSync(process.execPath, [vitest, 'run', 'test/hostile/fuzz.spec.ts'], {
  cwd: root,
  env,
  stdio: 'inherit',
});
process.exit(status ?? 1);
