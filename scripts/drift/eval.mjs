// npm run eval:drift [-- --data DIR] [--delays] [--calibration] [--sensitivity]: runs the server's pure functions over a folder of
// labelled streams, judges them by the folder's own rules and shows other detectors beside them.
import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';
import { SignalCounter } from '../../dist/lib/signal-counter.js';
import { calibration } from './calibration.mjs';
import { printDelays } from './delays.mjs';
import { DEFAULTS, openingsOf } from './monitor.mjs';
import { adwin, kolmogorovSmirnov, pageHinkley, psiRule, seedDetector } from './rivals.mjs';
import { DEFAULT_FOLDER, readStreams } from './streams.mjs';

const { values } = parseArgs({
  options: {
    data: { type: 'string', default: DEFAULT_FOLDER },
    delays: { type: 'boolean', default: false },
    calibration: { type: 'boolean', default: false },
    sensitivity: { type: 'boolean', default: false },
    'per-stream': { type: 'boolean', default: false },
  },
});
const streams = readStreams(values.data);
const beside = path.join(values.data, 'evaluate.mjs');
const judge = existsSync(beside) ? beside : path.join(DEFAULT_FOLDER, 'evaluate.mjs');
const { evaluate } = await import(pathToFileURL(judge).href);

let stateBytes = 0;
const ours = (options) =>
  rowsBy((stream) =>
    openingsOf(stream, { ...options, onBytes: (bytes) => (stateBytes = Math.max(stateBytes, bytes)) }).map(
      ({ row }) => row,
    ),
  );
function rowsBy(detect) {
  return Object.fromEntries(streams.map((stream) => [stream.id, detect(stream)]));
}

const detectors = {
  aegis: ours(DEFAULTS),
  seed: rowsBy(seedDetector),
  adwin: rowsBy(adwin),
  pageHinkley: rowsBy(pageHinkley),
  ks: rowsBy(kolmogorovSmirnov),
  psi01: rowsBy(psiRule),
};
const folder = mkdtempSync(path.join(tmpdir(), 'drift-'));
try {
  const files = Object.entries(detectors).map(([name, rows]) => {
    const file = path.join(folder, `${name}.json`);
    writeFileSync(file, JSON.stringify(rows));
    return file;
  });
  const more = values['per-stream'] ? ['--per-stream'] : [];
  execFileSync(process.execPath, [judge, values.data, ...files, ...more], { stdio: 'inherit' });
} finally {
  rmSync(folder, { recursive: true });
}

const figuresOf = (rows) => {
  const truths = streams.map(({ truth }) => truth);
  const all = evaluate(truths, rows).out;
  return {
    ...all,
    nonNab: evaluate(
      truths.filter(({ kind }) => kind !== 'nab'),
      rows,
    ).out.ALL,
  };
};
const fixed = (value, digits = 2) => (value === null || value === undefined ? '-' : value.toFixed(digits));
const row = ({ nonNab, latency, error, hard, nab }) => ({
  recall: fixed(nonNab.recall),
  F1: fixed(nonNab.f1),
  delay: fixed(nonNab.medianDelayWindows, 1),
  'false/1000': fixed(nonNab.faPer1000),
  'latency F1': fixed(latency?.f1),
  'error F1': fixed(error?.f1),
  'hard F1': fixed(hard?.f1),
  'clean alarmed': `${nonNab.cleanStreamsWithFA}/${nonNab.cleanStreams}`,
  NAB: fixed(nab?.nabStd, 1),
});

console.log('\n## Without NAB, and NAB beside it\n');
console.table(Object.fromEntries(Object.entries(detectors).map(([name, rows]) => [name, row(figuresOf(rows))])));
console.log(
  'Must show: recall >= .90, F1 >= .85, delay <= 1.7, false <= 1.2; latency >= .93, error >= .90, hard >= .65; clean <= 3; NAB >= 50.',
);
console.log(
  `State and baseline of a signal, the largest: ${stateBytes} bytes of JSON. Counting: ${countingSpeed()} values/s.`,
);

if (values.sensitivity) {
  console.log('\n## Sensitivity\n');
  const cases = {
    'as it is': {},
    'alpha -25 %': { alpha: 0.000375 },
    'alpha +25 %': { alpha: 0.000625 },
    'alpha x 2': { alpha: 0.001 },
    'alpha x 4': { alpha: 0.002 },
    'alpha x 8': { alpha: 0.004 },
    'a least size of 0.01': { minSize: 0.01 },
    'without looks at filling buckets': { peeks: false },
  };
  console.table(
    Object.fromEntries(
      Object.entries(cases).map(([name, change]) => [name, row(figuresOf(ours({ ...DEFAULTS, ...change })))]),
    ),
  );
}
if (values.delays) printDelays(streams, (stream) => openingsOf(stream));
if (values.calibration) calibration();

/** Values that one core counts in a second, the best of five runs. */
function countingSpeed() {
  const latencies = Array.from({ length: 100_000 }, (_none, at) => 50 + ((at * 7919) % 10_007) / 3);
  const runs = Array.from({ length: 5 }, () => {
    const counter = new SignalCounter('number');
    const started = performance.now();
    for (const latency of latencies) counter.add(latency);
    counter.counts();
    return latencies.length / ((performance.now() - started) / 1000);
  });
  return Math.round(Math.max(...runs)).toLocaleString('en');
}
