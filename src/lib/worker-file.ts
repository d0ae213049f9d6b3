import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/** Finds the file that a worker thread runs. Node itself loads workers and reads JavaScript only, so from sources
 * (under the test runner) the built twin in `dist/` is taken.
 * @param name file name beside the caller, ending in `.js`
 * @param callerUrl the caller's `import.meta.url`
 * @returns absolute path
 * @throws Error where neither the file nor its built twin exists */
export function workerFile(name: string, callerUrl: string): string {
  const beside = fileURLToPath(new URL(name, callerUrl));
  const built = beside.replace(/([\\/])src([\\/](?!.*[\\/]src[\\/]))/, '$1dist$2');
  const found = [beside, built].find((file) => existsSync(file));
  if (found === undefined) throw new Error(`Worker ${beside} is not built: run "npm run build" first.`);
  return found;
}
