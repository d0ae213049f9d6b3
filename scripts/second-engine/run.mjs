// A MongoDB that nobody here wrote, in memory: mongo-java-server, by Java and Maven.
//   node scripts/second-engine/run.mjs                prints its address, and serves until standard input ends
//   node scripts/second-engine/run.mjs COMMAND…       runs a command with MONGO_URI set to it; the exit code is the command's
// Without Java or Maven it says so and ends with 69, without having run anything.
import { spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { constants, tmpdir } from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';

const UNAVAILABLE = 69;
const START_MS = 120_000;
/** It answers nothing, not even the driver's watch, while it is busy: seconds, on a machine with much else to do. */
const PATIENCE = 'serverSelectionTimeoutMS=30000&connectTimeoutMS=30000';
const folder = import.meta.dirname;

function isHere(program, argument) {
  return spawnSync(program, [argument], { stdio: 'ignore' }).status === 0;
}

/** Has Maven fetch the engine. @returns the class path */
function classPath() {
  const work = mkdtempSync(path.join(tmpdir(), 'second-engine-'));
  try {
    const file = path.join(work, 'classpath');
    const args = ['-q', '-B', 'dependency:build-classpath', `-Dmdep.outputFile=${file}`];
    const { status } = spawnSync('mvn', args, { cwd: folder, stdio: ['ignore', process.stderr, 'inherit'] });
    return status === 0 ? readFileSync(file, 'utf8').trim() : null;
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
}

/** Starts the engine. It ends with its standard input, so also when this process is killed.
 * @returns its process and its address; null where it doesn't come up */
function start(libraries) {
  const engine = spawn('java', ['-cp', libraries, 'SecondEngine.java'], {
    cwd: folder,
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  return new Promise((resolve) => {
    const late = setTimeout(() => engine.kill('SIGKILL'), START_MS);
    const ended = () => {
      clearTimeout(late);
      resolve(null);
    };
    engine.once('error', ended).once('exit', ended);
    createInterface({ input: engine.stdout }).once('line', (uri) => {
      clearTimeout(late);
      resolve({ engine, uri });
    });
  });
}

function runWith(uri, [command, ...args]) {
  const child = spawn(command, args, { env: { ...process.env, MONGO_URI: uri }, stdio: 'inherit' });
  for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => child.kill(signal));
  return new Promise((resolve) => {
    child.once('error', (error) => {
      console.error(`${command}: ${error.message}`);
      resolve(127);
    });
    child.once('exit', (code, signal) => resolve(code ?? 128 + constants.signals[signal]));
  });
}

async function main(command) {
  if (!isHere('java', '-version') || !isHere('mvn', '-v')) {
    console.error('SKIPPED: second engine: no Java or no Maven on this machine');
    return UNAVAILABLE;
  }
  const libraries = classPath();
  const started = libraries === null ? null : await start(libraries);
  if (started === null) {
    console.error('The second engine did not start');
    return 1;
  }
  const { engine } = started;
  const uri = `${started.uri}/?${PATIENCE}`;
  try {
    if (command.length > 0) return await runWith(uri, command);
    console.log(uri);
    process.stdin.resume();
    await new Promise((resolve) => process.stdin.once('end', resolve));
    return 0;
  } finally {
    engine.stdin.end();
  }
}

process.exitCode = await main(process.argv.slice(2));
