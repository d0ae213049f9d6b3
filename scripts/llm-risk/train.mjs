// npm run train:llm-risk [-- --data DIR]: learns the model of the policy `calibrated` and writes it into src.
import { createHash } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { DEFAULT_FOLDER, readRows } from './data.mjs';
import { attackFigures } from './figures.mjs';
import { balance, fit } from './fit.mjs';
import {
  STACK,
  TEXT,
  calibrateLeftOut,
  chooseThresholds,
  judgeLeftOut,
  readLeftOut,
  samplesOf,
} from './leave-one-out.mjs';
import { fitStack } from './stack.mjs';

const { values } = parseArgs({ options: { data: { type: 'string', default: DEFAULT_FOLDER } } });
const target = path.resolve(import.meta.dirname, '../../src/risk/model/trained-model.ts');

const { rows, sha256 } = readRows(values.data);
const samples = samplesOf(rows);
readLeftOut(samples);
judgeLeftOut(samples);
const figures = attackFigures(samples);
const calibration = calibrateLeftOut(samples);
const probability = (score) => 1 / (1 + Math.exp(-(calibration.slope * score + calibration.shift)));
const limits = chooseThresholds(samples);

const taught = balance(samples.filter((sample) => sample.target !== null));
const text = fit(taught, TEXT);
const stack = fitStack(taught, STACK);
const largest = text.weights.reduce((most, weight) => Math.max(most, Math.abs(weight)), 0);
// A few large weights would leave the others no steps: those beyond are cut off.
const scale =
  Math.min(
    largest,
    6 *
      Math.sqrt(
        text.weights.reduce((sum, weight) => sum + weight * weight, 0) /
          text.weights.filter((weight) => weight !== 0).length,
      ),
  ) / 127;
const bytes = Int8Array.from(text.weights, (weight) => Math.max(-127, Math.min(127, Math.round(weight / scale))));
const digits = (value) => Number(value.toPrecision(6));

const model = {
  scale: digits(scale),
  bias: digits(text.bias),
  stack: { weights: [...stack.weights].map(digits), bias: digits(stack.bias) },
  calibration: { slope: digits(calibration.slope), shift: digits(calibration.shift) },
  thresholds: { suspicious: digits(probability(limits.suspicious)), risky: digits(probability(limits.risky)) },
};
const weights = Buffer.from(bytes.buffer).toString('base64');
const version = createHash('sha256').update(weights).update(JSON.stringify(model)).digest('hex').slice(0, 12);
const lines = [
  "import type { ModelFile } from './jailbreak-model.js';",
  '',
  '/** Written by `npm run train:llm-risk`; not to be edited.',
  ` * data: ${rows.length} rows, sha256 ${sha256}`,
  ' * figures by leave-one-source-out:',
  ...Object.entries(figures).map(([name, value]) => ` * - ${name}: ${value}`),
  ' */',
  `export const TRAINED_MODEL: ModelFile = ${JSON.stringify({ version: `calibrated-1-${version}`, ...model, weights })};`,
  '',
];
writeFileSync(target, lines.join('\n'));
console.log(
  JSON.stringify(
    { data: sha256, rows: rows.length, version, bytes: bytes.length, ...figures, ...model.thresholds },
    null,
    2,
  ),
);
