import { assignments } from './assignments.js';
import { googleKey } from './google-key.js';
import { keyMaterial } from './key-material.js';
import { nationalIds } from './national-ids.js';
import { passwords } from './passwords.js';
import type { PatternRule } from './pattern-rule.js';
import { personalData } from './personal-data.js';
import { vendorTokens } from './vendor-tokens.js';

/** All rules that are made of a pattern. A new one is an entry of one of these lists, or a list of its own. */
export const patterns: readonly PatternRule[] = [
  ...vendorTokens,
  googleKey,
  ...keyMaterial,
  ...passwords,
  ...assignments,
  ...personalData,
  ...nationalIds,
];
