import { existsSync } from 'node:fs';
import { type Browser, chromium } from 'playwright-core';

/** Where Debian and others put it. */
const CHROMIUM = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'].find((file) =>
  existsSync(file),
);

/** Nothing of the browser's own asks anybody anything. */
const QUIET = [
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

/** Whether there is a browser; says so, once for each spec, where there is none. */
export function hasBrowser(): boolean {
  if (CHROMIUM !== undefined) return true;
  process.stdout.write('skipped: no chromium on this machine (apt-get install -y chromium)\n');
  return false;
}

/** Starts the browser. */
export async function launchBrowser(): Promise<Browser> {
  if (CHROMIUM === undefined) throw new Error('no chromium on this machine');
  const args = process.getuid?.() === 0 ? [...QUIET, '--no-sandbox'] : QUIET;
  return chromium.launch({ executablePath: CHROMIUM, args });
}
