import { ConfigError } from './config-error.js';
import { type Environment, loadClientConfig, processEnvironment } from './load-config.js';

/** Where the demo finds its server, and as whom; what the command line says goes before it. */
export interface DemoSettings {
  readonly url: string;
  /** `AEGIS_CLIENT_ID`. */
  readonly clientId: string | undefined;
  /** `AEGIS_CLIENT_SECRET`. */
  readonly clientSecret: string | undefined;
}

/** Addresses to listen on that are none to connect to. */
const EVERYWHERE = new Set(['0.0.0.0', '::']);

/** Reads `AEGIS_URL`, else the server's own `HOST` and `PORT`, and the key that only clients have.
 * @throws ConfigError naming every faulty variable */
export function loadDemoSettings(environment: Environment): DemoSettings {
  const { host, port } = loadClientConfig(environment);
  const address = EVERYWHERE.has(host) ? '127.0.0.1' : host;
  const given = environment['AEGIS_URL']?.trim() || undefined;
  if (given !== undefined && !/^https?:\/\/[^/]/.test(given))
    throw new ConfigError([{ variable: 'AEGIS_URL', problem: 'must begin with http:// or https://' }]);
  return {
    url: given?.replace(/\/+$/, '') ?? `http://${address.includes(':') ? `[${address}]` : address}:${port}`,
    clientId: environment['AEGIS_CLIENT_ID']?.trim() || undefined,
    clientSecret: environment['AEGIS_CLIENT_SECRET']?.trim() || undefined,
  };
}

/** Reads them from `.env` and the process' environment.
 * @throws ConfigError naming every faulty variable */
export function loadDemoSettingsFromProcess(): DemoSettings {
  return loadDemoSettings(processEnvironment());
}
