// Fills a fresh server with the demo's traffic and photographs every screen at two widths in both themes.
// npm run screenshots -- [--out DIR] [--only NAME] [--url URL --client-id ID --client-secret SECRET]
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { chromium } from 'playwright-core';

const CHROMIUM = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'].find(existsSync);
const SIZES = [
  { name: '1440', viewport: { width: 1440, height: 900 } },
  { name: '360', viewport: { width: 360, height: 740 } },
];
const QUIET = [
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
];

const { values: options } = parseArgs({
  options: {
    out: { type: 'string', default: 'data/screens' },
    only: { type: 'string' },
    url: { type: 'string' },
    'client-id': { type: 'string' },
    'client-secret': { type: 'string' },
  },
});

/** Starts a server on an empty folder and sends it the demo's traffic. */
async function demoServer() {
  const folder = mkdtempSync(path.join(tmpdir(), 'aegis-screens-'));
  const env = { ...process.env, DATA_DIR: folder, PORT: '0', MONGO_URI: '' };
  const server = spawn(process.execPath, ['dist/main.js'], { env, stdio: ['ignore', 'pipe', 'inherit'] });
  let output = '';
  await new Promise((resolve, reject) => {
    server.once('exit', (code) => reject(new Error(`the server ended with ${code}`)));
    server.stdout.on('data', (chunk) => {
      output += chunk;
      if (/^AegisAI is ready/m.test(output)) resolve();
    });
  });
  const [, url] = /^AegisAI is ready on (\S+)$/m.exec(output);
  const [, id, secret] = /clientId {6}(\S+)\n {2}clientSecret {2}(\S+)/.exec(output);
  const demo = ['dist/demo/demo.command.js', '--url', url, '--client-id', id, '--client-secret', secret];
  if (spawnSync(process.execPath, demo, { stdio: 'inherit' }).status !== 0) throw new Error('the demo failed');
  const end = async () => {
    server.kill('SIGTERM');
    await once(server, 'exit');
    rmSync(folder, { recursive: true, force: true });
  };
  return { url, key: { clientId: id, clientSecret: secret }, end };
}

/** The addresses of all screens, with events that are worth a look. */
async function screensOf(url, key) {
  const ask = async (route, init = {}) => (await fetch(`${url}${route}`, init)).json();
  const json = { 'Content-Type': 'application/json' };
  const token = await ask('/auth/token', { method: 'POST', headers: json, body: JSON.stringify(key) });
  const signed = { headers: { Authorization: `Bearer ${token.access_token}` } };
  const newest = async (kind, label) => (await ask(`/events/${kind}?label=${label}&limit=1`, signed)).events?.[0]?.id;
  return {
    overview: '/ui/',
    models: '/ui/models',
    model: '/ui/model?name=churn-v2',
    events: '/ui/events?label=risky',
    event: `/ui/events/llm/${await newest('llm', 'risky')}`,
    prediction: `/ui/events/ml/${await newest('ml', 'suspicious')}`,
    alerts: '/ui/alerts',
    keys: '/ui/keys',
    unknown: '/ui/nowhere',
  };
}

async function photograph(browser, { url, key, screens }, { name, viewport }, theme) {
  const context = await browser.newContext({ viewport, colorScheme: theme, timezoneId: 'Europe/Vienna', baseURL: url });
  const page = await context.newPage();
  page.on('console', (message) => {
    if (message.type() === 'error') console.log(`console: ${message.text()}`);
  });
  const shoot = async (screen) => {
    // The network is never idle: the page listens to what is new.
    const waiting = page.locator('.skeleton');
    while ((await waiting.count()) > 0) await waiting.first().waitFor({ state: 'detached' });
    if (screen === 'overview' || screen === 'alerts') await page.getByText('Live', { exact: true }).waitFor();
    await page.screenshot({ path: path.join(options.out, `${screen}-${name}-${theme}.png`), fullPage: true });
  };
  await page.goto('/ui/');
  if (options.only === undefined || options.only === 'sign-in') await shoot('sign-in');
  await page.fill('[name=client_id]', key.clientId);
  await page.fill('[name=client_secret]', key.clientSecret);
  await page.click('button[type=submit]');
  await page.locator('h1', { hasText: 'Overview' }).waitFor();
  for (const [screen, address] of Object.entries(screens)) {
    if (options.only !== undefined && !options.only.split(',').includes(screen)) continue;
    await page.goto(address);
    await page.locator('h1').waitFor();
    await shoot(screen);
  }
  await context.close();
}

if (CHROMIUM === undefined) {
  console.log('SKIPPED: no chromium on this machine (apt-get install -y chromium)');
  process.exit(0);
}
mkdirSync(options.out, { recursive: true });
const key = { clientId: options['client-id'], clientSecret: options['client-secret'] };
const server = options.url ? { url: options.url, key, end: async () => undefined } : await demoServer();
const browser = await chromium.launch({
  executablePath: CHROMIUM,
  args: [...QUIET, ...(process.getuid?.() === 0 ? ['--no-sandbox'] : [])],
});
try {
  const screens = await screensOf(server.url, server.key);
  for (const size of SIZES) {
    for (const theme of ['light', 'dark']) await photograph(browser, { ...server, screens }, size, theme);
  }
  console.log(`photographed into ${options.out}`);
} finally {
  await browser.close();
  await server.end();
}
