import type { Detector } from './detector.js';
import { jailbreak } from './jailbreak.js';
import { length } from './length.js';
import { sensitive } from './sensitive.js';

/** All detectors, in the order in which an event's flags are listed. A new one is one file and one entry at the end. */
export const detectors: readonly Detector[] = [sensitive, jailbreak, length];
