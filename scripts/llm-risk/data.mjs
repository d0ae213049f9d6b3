// Reads a folder of labelled rows: data.jsonl, one JSON object a line.
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import path from 'node:path';

export const DEFAULT_FOLDER = path.resolve(import.meta.dirname, '../../../shared/data/llm-risk');

/** Rows of a folder and the hash of their file. */
export function readRows(folder) {
  const file = readFileSync(path.join(folder, 'data.jsonl'));
  const rows = file
    .toString('utf8')
    .split('\n')
    .filter((line) => line.trim() !== '')
    .map((line) => JSON.parse(line));
  return { rows, sha256: createHash('sha256').update(file).digest('hex') };
}

/** What a row is to the jailbreak model: 1, 0, or null where it teaches nothing. A plain instruction within a document
 * has no mark that a benign one lacks, and a harmful question is no attack. */
export function targetOf({ label, category }) {
  if (label === 'jailbreak') return category === 'indirect_plain' ? null : 1;
  return label === 'benign' || label === 'leak' ? 0 : null;
}

/** The groups that are left out together, by size: sources. */
export function sourcesOf(rows) {
  return [...new Set(rows.map(({ source }) => source))].sort((a, b) => (a < b ? -1 : 1));
}
