import { SingleBar } from 'cli-progress';
import { Command, CommanderError, InvalidArgumentError } from 'commander';
import { errorLine } from '../lib/error-line.js';
import { ConfigError } from '../platform/config/config-error.js';
import { type DemoSettings, loadDemoSettingsFromProcess } from '../platform/config/demo-settings.js';
import { ApiClient, type Key } from './api.client.js';
import { awaitFindings } from './findings.client.js';
import { FRAUD_PROFILE } from './ml-traffic.js';
import { labelled, report } from './report.js';
import { traffic } from './traffic.js';

const EXIT = { failure: 1, configuration: 78 } as const;
const MAX_SCALE = 20;

interface DemoOptions extends Partial<DemoSettings> {
  readonly seed: number;
  readonly scale: number;
}

/** Sends half an hour of back-dated traffic, waits until all of it is labelled, and says what came of it. */
async function demo(options: DemoOptions): Promise<void> {
  const settings = { ...loadDemoSettingsFromProcess(), ...options };
  const { url } = settings;
  const client = await ApiClient.signIn(url, keyOf(settings, url));
  const before = labelled(await client.distribution());
  await client.setProfile(FRAUD_PROFILE.model, FRAUD_PROFILE.body);
  const sent = await send(client, options);
  say('Waiting until every event is labelled ...');
  const findings = await awaitFindings(client, before + sent);
  say(`\n${report(url, findings)}`);
}

function keyOf({ clientId, clientSecret }: DemoSettings, url: string): Key {
  if (clientId !== undefined && clientSecret !== undefined) return { clientId, clientSecret };
  throw new KeyMissing(url);
}

/** The one setting that has no default. */
class KeyMissing extends Error {
  constructor(url: string) {
    const isLocal = ['127.0.0.1', 'localhost', '[::1]'].includes(new URL(url).hostname);
    const make = 'npm run --silent aegis -- org:create --name Demo; npm run --silent aegis -- key:create --org ID';
    super(
      'A key is needed, as AEGIS_CLIENT_ID and AEGIS_CLIENT_SECRET or as --client-id and --client-secret: ' +
        (isLocal ? `the one the server printed at its first start, or a new one: ${make}` : `ask whoever runs ${url}.`),
    );
  }
}

/** @returns how many events were sent */
async function send(client: ApiClient, { seed, scale }: DemoOptions): Promise<number> {
  const batches = traffic({ seed, scale, endMs: Date.now() });
  const total = batches.reduce((sum, batch) => sum + batch.events.length, 0);
  const progress = progressOf(total);
  let sent = 0;
  // One after the other: the server is to see the half hour in its order.
  for (const batch of batches) {
    await client.ingest(batch);
    sent += batch.events.length;
    progress.show(sent);
  }
  progress.end();
  return sent;
}

/** A bar for people; a line for each quarter where nobody looks. */
function progressOf(total: number): { show(sent: number): void; end(): void } {
  if (process.stdout.isTTY) {
    const bar = new SingleBar({
      format: 'Sending [{bar}] {value}/{total} events, {eta_formatted} left',
      stream: process.stdout,
    });
    bar.start(total, 0);
    return { show: (sent) => bar.update(sent), end: () => bar.stop() };
  }
  let quarters = 0;
  const show = (sent: number): void => {
    if (Math.floor((4 * sent) / total) > quarters) say(`Sent ${sent} of ${total} events`);
    quarters = Math.floor((4 * sent) / total);
  };
  return { show, end: () => undefined };
}

function say(text: string): void {
  process.stdout.write(`${text}\n`);
}

function fail(error: unknown): void {
  if (error instanceof CommanderError) return process.exit(error.exitCode);
  process.stderr.write(`${error instanceof ConfigError ? error.message : `error: ${errorLine(error)}`}\n`);
  const isConfiguration = error instanceof ConfigError || error instanceof KeyMissing;
  process.exit(isConfiguration ? EXIT.configuration : EXIT.failure);
}

function urlOf(text: string): string {
  if (!/^https?:/.test(text) || !URL.canParse(text))
    throw new InvalidArgumentError('It begins with http:// or https://.');
  return text.replace(/\/+$/, '');
}

function seedOf(text: string): number {
  if (!/^-?\d{1,9}$/.test(text)) throw new InvalidArgumentError('It is an integer of at most 9 digits.');
  return Number(text);
}

function scaleOf(text: string): number {
  const scale = Number(text);
  if (!(scale > 0 && scale <= MAX_SCALE)) throw new InvalidArgumentError(`It is above 0 and at most ${MAX_SCALE}.`);
  return scale;
}

new Command('demo')
  .description(
    'Sends half an hour of made-up ML and LLM traffic to a running server: a drift, outliers, attacks and leaks.',
  )
  .option('--url <url>', 'the server (default: AEGIS_URL, else by HOST and PORT, else http://127.0.0.1:8000)', urlOf)
  .option('--client-id <id>', 'the key to use (default: AEGIS_CLIENT_ID)')
  .option('--client-secret <secret>', 'its secret; visible in the list of processes, so prefer AEGIS_CLIENT_SECRET')
  .option('--seed <integer>', 'the same seed gives the same traffic', seedOf, 1)
  .option('--scale <factor>', `amount of traffic, 1 is about 7,600 events, at most ${MAX_SCALE}`, scaleOf, 1)
  .exitOverride()
  .action(demo)
  .parseAsync()
  .catch(fail);
