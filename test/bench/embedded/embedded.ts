import { acknowledging, embedded, type Measured } from './servers.js';
import { looks } from './data-file.js';
import * as operations from './operations.js';

/* Measures the embedded database alone: node dist/.bench/test/bench/embedded/embedded.js [insert|label|find|group|scan|check ...] [--batches 20] */

const args = process.argv.slice(2);
const batches = Number(args[args.indexOf('--batches') + 1]) || 20;
const wanted = args.filter((arg) => /^[a-z]+$/.test(arg));
const isWanted = (name: string): boolean => wanted.length === 0 || wanted.includes(name);

function quantile(figures: readonly number[], share: number): number {
  const sorted = [...figures].sort((one, other) => one - other);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN;
}

function print(what: string, figures: readonly number[], digits = 0): void {
  const shown = [0.5, 0, 1].map((share) => quantile(figures, share).toFixed(digits));
  process.stdout.write(`${what.padEnd(44)} median ${shown[0]}  min ${shown[1]}  max ${shown[2]}\n`);
}

async function rounds(run: () => Promise<number>): Promise<number[]> {
  const figures: number[] = [];
  await run();
  for (let round = 0; round < 5; round++) figures.push(await run());
  return figures;
}

async function inserts(ours: Measured): Promise<void> {
  const stub = await acknowledging();
  const [own, ceiling]: [number[], number[]] = [[], []];
  for (let round = -1; round < 5; round++) {
    const stored = await operations.insertsPerSecond(ours, batches);
    const acknowledged = await operations.insertsPerSecond(stub, batches);
    if (round < 0) continue;
    own.push(stored);
    ceiling.push(acknowledged);
  }
  await stub.stop();
  print('insertMany, events/s', own);
  print('only acknowledged, events/s', ceiling);
  print(
    'insertMany / only acknowledged',
    own.map((value, round) => value / (ceiling[round] ?? Number.NaN)),
    3,
  );
}

const server = await embedded();
if (isWanted('insert')) await inserts(server);
if (isWanted('label'))
  print('label updates, events/s', await rounds(() => operations.labelsPerSecond(server, batches)));
if (isWanted('find')) print('find by 1,000 ids, events/s', await rounds(() => operations.findsPerSecond(server, 20)));
if (isWanted('group')) {
  const found = await operations.groupsPerSecond(server, batches * 4);
  print('recounted, events/s', [found.recounted]);
  print('averaged, events/s', [found.averaged]);
}
if (isWanted('scan')) {
  const { aloneMs, besideMs, scanMs } = await operations.writesBesideScan(server, batches * 10);
  print(`scan of ${batches * 10_000} events, ms`, [scanMs]);
  for (const share of [0.5, 0.99]) {
    print(`write p${share * 100} alone, ms`, [quantile(aloneMs, share)], 2);
    print(`write p${share * 100} beside the scan, ms`, [quantile(besideMs, share)], 2);
  }
}
await server.stop();
if (isWanted('check')) {
  for (const { level, bytes, ms } of await looks(batches))
    print(`look at ${level} of ${Math.round(bytes / 1e6)} MB, ms`, [ms]);
}
