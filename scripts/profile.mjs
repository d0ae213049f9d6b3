// Where time went, thread by thread: node scripts/profile.mjs <folder of .cpuprofile files> [functions of each]
// Made by BENCH_NODE_OPTIONS="--cpu-prof --cpu-prof-dir=<folder>" npm run bench -- --only R2 --quick
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';

const [folder = '.', count = '15'] = process.argv.slice(2);
const IDLE = new Set(['(idle)', '(program)', '(root)']);

/** Milliseconds that each function of a profile was at the top of the stack. */
function selfTimes({ nodes, samples, timeDeltas }) {
  const names = new Map(nodes.map(({ id, callFrame }) => [id, nameOf(callFrame)]));
  const times = new Map();
  for (const [at, id] of samples.entries()) {
    const name = names.get(id);
    times.set(name, (times.get(name) ?? 0) + (timeDeltas[at] ?? 0) / 1000);
  }
  return times;
}

function nameOf({ functionName, url, lineNumber }) {
  if (url === '') return functionName;
  return `${functionName || '(anonymous)'} ${url.split('/').slice(-2).join('/')}:${lineNumber + 1}`;
}

for (const file of readdirSync(folder).filter((name) => name.endsWith('.cpuprofile'))) {
  const times = selfTimes(JSON.parse(readFileSync(path.join(folder, file), 'utf8')));
  const busy = [...times].filter(([name]) => !IDLE.has(name)).sort(([, one], [, other]) => other - one);
  const total = busy.reduce((sum, [, ms]) => sum + ms, 0);
  process.stdout.write(`\n${file}: ${Math.round(total)} ms busy, ${Math.round(times.get('(idle)') ?? 0)} ms idle\n`);
  for (const [name, ms] of busy.slice(0, Number(count)))
    process.stdout.write(`${((100 * ms) / total).toFixed(1).padStart(6)} %  ${name}\n`);
}
