// Runs Mongoose's own tests by mocha, a process a file, so that a file that hangs costs only itself.
import { spawn } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { createInterface } from 'node:readline';

/** Folders of tests that need no server at all, or a server that no test can start here. */
const LEFT_OUT = new Set(['node_modules', 'encryption', 'isolated', 'files', 'fixtures']);
const FILE_LIMIT_MS = 180_000;

/** Runs the tests of a checkout that has its dependencies and mocha installed.
 * @param {{checkout: string, uri: string, only?: string, testLimitMs?: number}} options
 * @returns {Promise<{area: string, title: string, state: string, reason: string}[]>} an area is a file */
export async function runMongoose({ checkout, uri, only = '', testLimitMs = 5000 }) {
  const mocha = path.join(checkout, 'node_modules/mocha/bin/mocha.js');
  if (!existsSync(mocha)) throw new Error(`No mocha in ${checkout}: run npm install --ignore-scripts there`);
  const results = [];
  for (const file of testFiles(path.join(checkout, 'test')).filter((each) => each.includes(only))) {
    results.push(...(await runFile({ checkout, uri, mocha, file, testLimitMs })));
  }
  return results;
}

function testFiles(folder) {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const full = path.join(folder, entry.name);
    if (entry.isDirectory()) return LEFT_OUT.has(entry.name) ? [] : testFiles(full);
    return entry.name.endsWith('.test.js') ? [full] : [];
  });
}

async function runFile({ checkout, uri, mocha, file, testLimitMs }) {
  const area = path.relative(path.join(checkout, 'test'), file);
  const options = ['--no-config', '--exit', '--timeout', `${testLimitMs}`, '--reporter', 'json-stream'];
  const child = spawn(process.execPath, [mocha, ...options, file], {
    cwd: checkout,
    env: { ...process.env, MONGOOSE_TEST_URI: uri },
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  let isLate = false;
  const timer = setTimeout(() => {
    isLate = true;
    child.kill('SIGKILL');
  }, FILE_LIMIT_MS);
  const results = [];
  let isWhole = false;
  for await (const line of createInterface({ input: child.stdout })) {
    const [kind, test] = eventOf(line);
    if (kind === 'end') isWhole = true;
    if (kind === 'pass') results.push({ area, title: test.fullTitle, state: 'passed', reason: '' });
    if (kind === 'fail') results.push({ area, title: test.fullTitle, state: 'failed', reason: `${test.err}` });
  }
  clearTimeout(timer);
  if (!isWhole)
    results.push({ area, title: 'the rest of the file', state: 'failed', reason: isLate ? 'hung' : 'died' });
  return results;
}

function eventOf(line) {
  try {
    const event = JSON.parse(line);
    return Array.isArray(event) && event.length === 2 ? event : [];
  } catch {
    return [];
  }
}
