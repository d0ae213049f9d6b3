// Runs the benchmarks against the build: npm run bench -- [--only R1,R4] [--quick] [--json | --markdown] ...; --help says the rest.
import { spawnSync } from 'node:child_process';
import path from 'node:path';

const root = path.resolve(import.meta.dirname, '..');
const compiler = path.join(root, 'node_modules', 'typescript', 'bin', 'tsc');
const bench = path.join(root, 'dist', '.bench', 'test', 'bench', 'bench.js');

/** Ends with the first program that fails. */
function run(...args) {
  const { status } = spawnSync(process.execPath, args, { cwd: root, stdio: 'inherit' });
  if (status !== 0) process.exit(status ?? 1);
}

run(compiler, '-p', 'tsconfig.bench.json');
run(bench, ...process.argv.slice(2));
