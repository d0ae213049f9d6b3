import type { DriftMethod } from './method.js';
import { category } from './category.js';
import { psi } from './psi.js';
import { location, spread } from './ridit.js';
import { missing, rate, tail, unseen } from './shares.js';

/** Every way in which a window is compared with a baseline. */
export const driftMethods: readonly DriftMethod[] = [location, spread, psi, category, tail, rate, missing, unseen];
