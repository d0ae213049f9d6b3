// Builds what of dist/ is missing or older than its sources, the server and the web page each by itself; says nothing when there is
// nothing to do. With --force everything; with --quiet silently.
import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, statSync } from 'node:fs';
import path from 'node:path';

const root = path.resolve(import.meta.dirname, '..');
const isForced = process.argv.includes('--force');
const isQuiet = process.argv.includes('--quiet');
const inPackage = (...parts) => path.join(root, 'node_modules', ...parts);

// Building the server empties dist/, so the page comes second.
const parts = [
  {
    name: 'dist/',
    built: path.join(root, 'dist', 'main.js'),
    sources: ['src', 'package-lock.json', 'tsconfig.json', 'tsconfig.build.json', 'nest-cli.json'],
    command: [inPackage('@nestjs', 'cli', 'bin', 'nest.js'), 'build'],
  },
  {
    name: 'dist/web/',
    built: path.join(root, 'dist', 'web', 'index.html'),
    sources: ['web', 'package-lock.json', 'tsconfig.json'],
    command: [
      inPackage('vite', 'bin', 'vite.js'),
      'build',
      'web',
      '--config',
      'web/vite.config.mjs',
      '--logLevel',
      'warn',
    ],
  },
];

const modifiedAt = (entry) => {
  const stat = statSync(entry);
  return stat.isDirectory()
    ? Math.max(0, ...readdirSync(entry).map((name) => modifiedAt(path.join(entry, name))))
    : stat.mtimeMs;
};

for (const { name, built, sources, command } of parts) {
  const newest = Math.max(...sources.map((source) => modifiedAt(path.join(root, source))));
  if (!isForced && existsSync(built) && statSync(built).mtimeMs >= newest) continue;
  if (!isQuiet) console.log(`Building ${name} ...`);
  execFileSync(process.execPath, command, { cwd: root, stdio: isQuiet ? 'ignore' : 'inherit' });
}
