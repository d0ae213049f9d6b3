// Runs MongoDB's specification tests in the unified format by the official driver's own runner, against any server. The
// runner's sources are bundled into a temporary file, with the driver that this project uses in the place of its own.
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { build } from 'vite';
import { collector, runTest } from './suites.mjs';

const require = createRequire(import.meta.url);
/** By require, as the driver does: an import would give a second copy with classes of its own. */
const { EJSON } = require('bson');
/** The driver's own test files: each says which tests it can't do itself, and why. */
const AREAS = [
  ['crud', 'crud/crud'],
  ['retryable-reads', 'retryable-reads/retryable_reads'],
  ['retryable-writes', 'retryable-writes/retryable_writes'],
  ['sessions', 'sessions/sessions'],
  ['run-command', 'run-command/run_command'],
  ['collection-management', 'collection-management/collection_management'],
  ['command-monitoring', 'command-logging-and-monitoring/command_logging_and_monitoring'],
  ['read-write-concern', 'read-write-concern/read_write_concern'],
  ['versioned-api', 'versioned-api/versioned_api'],
];
const TEST_LIMIT_MS = 20_000;

/** Runs everything.
 * @param {{driver: string, specifications: string, uri: string, only?: string}} options folders of the two checkouts, a
 *   server, and a part of the titles to run
 * @returns {Promise<{area: string, title: string, state: string, reason: string}[]>} */
export async function runUnified({ driver, specifications, uri, only = '' }) {
  const folder = mkdtempSync(path.join(tmpdir(), 'conformance-'));
  try {
    const results = [];
    for (const [area, file] of AREAS) {
      const { tests, globals } = collector();
      Object.assign(globalThis, globals, { loadSpecTests: (...parts) => suitesIn(specifications, parts) });
      const bundle = await bundled({
        driver,
        folder,
        entry: path.join(driver, `test/integration/${file}.spec.test.ts`),
      });
      const { TestConfiguration } = require(bundle);
      const configuration = await configurationFor(TestConfiguration, uri);
      for (const test of tests.filter(({ title }) => title.includes(only))) {
        results.push({ area, title: test.title, ...(await runTest(test, configuration, TEST_LIMIT_MS)) });
      }
    }
    return results;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function configurationFor(TestConfiguration, uri) {
  const { MongoClient } = require('mongodb');
  const client = await new MongoClient(uri).connect();
  const buildInfo = await client.db('admin').command({ buildInfo: 1 });
  await client.close();
  return new TestConfiguration(uri, {
    version: buildInfo.version,
    buildInfo,
    topologyType: 'Single',
    parameters: {},
    filters: [],
    clientSideEncryption: { enabled: false, libmongocrypt: null },
  });
}

/** The suites of a folder of the specifications, wherever below it they lie. */
function suitesIn(specifications, parts) {
  const [area, ...rest] = parts.join('/').split('/');
  const tests = path.join(specifications, 'source', area, 'tests');
  const folder = [path.join(tests, ...rest), path.join(tests, 'unified'), tests].find((each) => hasSuites(each));
  if (folder === undefined) throw new Error(`No tests below ${tests}`);
  return readdirSync(folder)
    .filter((name) => name.endsWith('.json'))
    .map((name) => EJSON.parse(readFileSync(path.join(folder, name), 'utf8'), { relaxed: true }));
}

function hasSuites(folder) {
  try {
    return readdirSync(folder).some((name) => name.endsWith('.json'));
  } catch {
    return false;
  }
}

/** Bundles a test file with the runner. @returns the bundle's path; requiring it defines the tests */
async function bundled({ driver, folder, entry }) {
  const name = path.basename(entry, '.ts');
  const main = '\0main';
  const config = path.join(driver, 'test/tools/runner/config.ts');
  const pinned = path.dirname(require.resolve('mongodb/package.json'));
  const redirect = {
    name: 'conformance',
    enforce: 'pre',
    resolveId(id, importer) {
      if (id === main) return main;
      if (/\/spec\/?(index)?$/.test(id)) return '\0specs';
      const inDriver = importer?.startsWith(path.join(driver, 'test')) && id.startsWith('../src/');
      if (inDriver) return { id: path.join(pinned, 'lib', `${id.slice('../src/'.length)}.js`), external: true };
      return id.startsWith('.') || path.isAbsolute(id) ? null : { id: resolved(id), external: true };
    },
    load(id) {
      if (id === main)
        return `import ${JSON.stringify(entry)}; export { TestConfiguration } from ${JSON.stringify(config)};`;
      return id === '\0specs' ? 'export const loadSpecTests = globalThis.loadSpecTests;' : null;
    },
  };
  await build({
    configFile: false,
    logLevel: 'error',
    plugins: [redirect],
    build: {
      ssr: true,
      outDir: folder,
      emptyOutDir: false,
      minify: false,
      rolldownOptions: { input: main, output: { format: 'cjs', entryFileNames: `${name}.cjs` } },
    },
  });
  return path.join(folder, `${name}.cjs`);
}

/** Where a package of this project lies: the bundle is elsewhere. */
function resolved(id) {
  try {
    return require.resolve(id);
  } catch {
    return id;
  }
}
