import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const folder = fileURLToPath(new URL('../../../shared/spec/golden/', import.meta.url));

/** Reads vectors that the first implementation of the contract gave. They lie beside the project, not in it.
 * @param name file name without `.json`
 * @returns the cases; null, with a printed reason, where the file isn't there */
export function goldenCases(name: string): readonly unknown[] | null {
  const file = `${folder}${name}.json`;
  if (existsSync(file)) return JSON.parse(readFileSync(file, 'utf8')) as readonly unknown[];
  process.stdout.write(`skipped: the golden vectors "${name}" are not beside the project\n`);
  return null;
}
