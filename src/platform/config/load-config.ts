import { validateSync } from 'class-validator';
import { addressFaults } from '../mongo-address.js';
import { formFault } from './address-form.js';
import { AppConfig, MONGO_SCHEME } from './app-config.js';
import { FAILPOINTS, parseFailpoints } from '../failpoints.js';
import { ConfigError, type ConfigFault } from './config-error.js';
import { secretFaults } from './secret-faults.js';

/** Environment variables as the process has them. An empty value counts as unset. */
export type Environment = Readonly<Record<string, string | undefined>>;

/** The environment variable of a setting.
 * @param field a field of AppConfig, `jwtSecretKey`
 * @returns its variable, `JWT_SECRET_KEY` */
export function variableOf(field: string): string {
  return field.replaceAll(/[A-Z]/g, (capital) => `_${capital}`).toUpperCase();
}

/** Reads and checks every setting of a server.
 * @throws ConfigError naming every faulty variable */
export function loadConfig(environment: Environment): AppConfig {
  return checked(environment, (config) => [...fieldFaults(config), ...crossFaults(config), ...secretFaults(config)]);
}

/** Reads the settings for a client of the server, which signs nothing and so may not know the secrets.
 * @throws ConfigError naming every faulty variable */
export function loadClientConfig(environment: Environment): AppConfig {
  return checked(environment, (config) => [...fieldFaults(config), ...crossFaults(config)]);
}

/** Defaults that are others in production. */
const IN_PRODUCTION = { host: '0.0.0.0', docsEnabled: false, credentialsRefreshMaxTokenAgeSeconds: 300 } as const;

function checked(environment: Environment, faultsOf: (config: AppConfig) => ConfigFault[]): AppConfig {
  const defaults = new AppConfig();
  const given = Object.entries(defaults).flatMap(([field, fallback]) => {
    const text = environment[variableOf(field)]?.trim();
    return text ? [[field, convert(text, fallback)] as const] : [];
  });
  const values = Object.fromEntries(given);
  const production = values['environment'] === 'production' ? IN_PRODUCTION : {};
  const config: AppConfig = Object.assign(new AppConfig(), production, values);
  const faults = faultsOf(config);
  if (faults.length > 0) throw new ConfigError(faults);
  return Object.freeze(config);
}

/** Reads `.env` of the working directory, where there is one, and then the process' environment, which wins.
 * @throws ConfigError naming every faulty variable */
export function loadConfigFromProcess(): AppConfig {
  return loadConfig(processEnvironment());
}

/** The process' environment, with what `.env` of the working directory adds to it. */
export function processEnvironment(): Environment {
  try {
    process.loadEnvFile();
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'ENOENT')) throw error;
  }
  return process.env;
}

/** Text to the type of the setting's default; what doesn't fit stays text, for validation to refuse. */
function convert(text: string, fallback: unknown): string | number | boolean {
  if (typeof fallback === 'number') return /^-?\d+(\.\d+)?$/.test(text) ? Number(text) : text;
  if (typeof fallback === 'boolean')
    return { true: true, '1': true, false: false, '0': false }[text.toLowerCase()] ?? text;
  return text;
}

function fieldFaults(config: AppConfig): ConfigFault[] {
  return validateSync(config).map((error) => ({
    variable: variableOf(error.property),
    problem: Object.values(error.constraints ?? {})
      .map((message) => message.replace(`${error.property} `, ''))
      .join(', '),
  }));
}

/** An address that isn't understood can't be looked into. Whether it is one at all is said where its field is. */
function mongoFaults(uri: string): ConfigFault[] {
  if (!MONGO_SCHEME.test(uri)) return [];
  const fault = formFault(uri);
  const problems = fault === null ? addressFaults(uri) : [fault];
  return problems.map((problem) => ({ variable: 'MONGO_URI', problem }));
}

function crossFaults(config: AppConfig): ConfigFault[] {
  const faults: ConfigFault[] = [];
  if (config.healthMinScore > config.healthMaxScore) {
    faults.push({ variable: 'HEALTH_MIN_SCORE', problem: 'must not be above HEALTH_MAX_SCORE' });
  }
  if (config.mongoUri !== undefined) faults.push(...mongoFaults(config.mongoUri));
  if (parseFailpoints(config.aegisFailpoints) === null) {
    faults.push({ variable: 'AEGIS_FAILPOINTS', problem: `must be a list like ${FAILPOINTS[0]}=kill@3` });
  }
  if ((config.aegisBootstrapClientId === undefined) !== (config.aegisBootstrapClientSecret === undefined)) {
    faults.push({
      variable: 'AEGIS_BOOTSTRAP_CLIENT_ID',
      problem: 'and AEGIS_BOOTSTRAP_CLIENT_SECRET must be set together',
    });
  }
  return faults;
}
