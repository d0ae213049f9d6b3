import type { Concept } from './concept.js';
import { documents } from './documents.js';
import { override } from './override.js';
import { personas } from './personas.js';
import { targets } from './targets.js';

/** All concepts. The learned model knows them by their names: after a change it is to be trained anew. */
export const concepts: readonly Concept[] = [...override, ...targets, ...personas, ...documents];
