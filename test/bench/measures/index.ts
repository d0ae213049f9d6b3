import type { Measure } from '../support/measure.js';
import { accept } from './accept.js';
import { dashboards } from './dashboards.js';
import { durability } from './durability.js';
import { endToEnd } from './end-to-end.js';
import { exporting } from './exports.js';
import { lag } from './lag.js';
import { neighbour } from './neighbour.js';
import { soak } from './soak.js';
import { start } from './start.js';
import { validation } from './validation.js';

/** Everything that can be measured, in the order in which it is. */
export const measures: readonly Measure[] = [
  validation,
  accept,
  endToEnd,
  dashboards,
  exporting,
  lag,
  durability,
  neighbour,
  start,
  soak,
];
