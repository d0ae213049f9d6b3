import type { Measure } from '../support/measure.js';
import { accept } from './accept.js';
import { endToEnd } from './end-to-end.js';
import { validation } from './validation.js';

/** Everything that can be measured, in the order in which it is. */
export const measures: readonly Measure[] = [accept, endToEnd, validation];
