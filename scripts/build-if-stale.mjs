// Builds dist/ where it is missing or older than the sources; says nothing when there is nothing to do.
import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, statSync } from 'node:fs';
import path from 'node:path';

const root = path.resolve(import.meta.dirname, '..');
const built = path.join(root, 'dist', 'main.js');

const sources = ['src', 'package-lock.json', 'tsconfig.json', 'tsconfig.build.json', 'nest-cli.json'];
const modifiedAt = (entry) => {
  const stat = statSync(entry);
  return stat.isDirectory()
    ? Math.max(0, ...readdirSync(entry).map((name) => modifiedAt(path.join(entry, name))))
    : stat.mtimeMs;
};

const newest = Math.max(...sources.map((name) => modifiedAt(path.join(root, name))));
if (!existsSync(built) || statSync(built).mtimeMs < newest) {
  const quiet = process.argv.includes('--quiet');
  if (!quiet) console.log('Building dist/ ...');
  const nest = path.join(root, 'node_modules', '@nestjs', 'cli', 'bin', 'nest.js');
  execFileSync(process.execPath, [nest, 'build'], { cwd: root, stdio: quiet ? 'ignore' : 'inherit' });
}
