import type { Combination } from './combination.js';
import { extraction } from './extraction.js';
import { indirect } from './indirect.js';
import { override } from './override.js';
import { persona } from './persona.js';

/** All rules that are made of concepts. The learned model knows them by their place: add at the end, and train anew. */
export const combinations: readonly Combination[] = [...override, ...extraction, ...persona, ...indirect];
