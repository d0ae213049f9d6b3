import { spawnSync } from 'node:child_process';
import path from 'node:path';
import { parseArgs } from 'node:util';

const root = path.resolve(import.meta.dirname, '..');

/** Runs a suite whose sizes are options of the command line, then ends the process with the suite's exit code.
 * @param config of Vitest, from the project's root
 * @param variables by option: the environment variable by which the suite learns it
 * @param defaults by option; an option without one isn't handed on */
export function runSizedSuite(config, variables, defaults = {}) {
  const options = Object.fromEntries(Object.keys(variables).map((name) => [name, { type: 'string' }]));
  const { values, positionals } = parseArgs({ options, allowPositionals: true });
  const given = Object.entries({ ...defaults, ...values });
  const faulty = given.find(([, value]) => !/^[1-9]\d*$/.test(value));
  if (faulty) {
    console.error(`--${faulty[0]} must be a whole number from 1 on`);
    process.exit(1);
  }
  const env = { ...process.env, ...Object.fromEntries(given.map(([name, value]) => [variables[name], value])) };
  const vitest = path.join(root, 'node_modules', 'vitest', 'vitest.mjs');
  const args = [vitest, 'run', '--config', config, ...positionals];
  const { status } = spawnSync(process.execPath, args, { cwd: root, env, stdio: 'inherit' });
  process.exit(status ?? 1);
}
