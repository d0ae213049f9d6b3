import { type AppConfig, DEFAULT_SECRET, ENVIRONMENTS } from './app-config.js';
import type { ConfigFault } from './config-error.js';
import { MIN_SECRET_BYTES, secretWeakness } from './secret-strength.js';

const LOOPBACK = /^(localhost|127(\.\d{1,3}){3}|::1|\[::1\])$/i;
const HOW_TO = 'make one with: openssl rand -base64 48';

/** Which secrets could be guessed. Outside development none may; in development, where nobody but this machine reaches the
 * server, the default may sign, and so may one that only looks poor. One that is too short is nobody's wish.
 * @returns one fault for each such variable, never with its value */
export function secretFaults(config: AppConfig): ConfigFault[] {
  if (!ENVIRONMENTS.includes(config.environment)) return [];
  const isPrivate = config.environment === 'development' && LOOPBACK.test(config.host);
  const signing = config.jwtSecretKeys === '' ? 'JWT_SECRET_KEY' : 'JWT_SECRET_KEYS';
  const faults: ConfigFault[] = [];
  for (const secret of config.signingSecrets) {
    const weakness = secretWeakness(secret);
    if (weakness === null || (isPrivate && isHarmlessInPrivate(secret))) continue;
    const where =
      config.environment === 'development' ? ` (the default is for a loopback HOST only; ${HOW_TO})` : ` (${HOW_TO})`;
    faults.push({ variable: signing, problem: `${weakness}${where}` });
    break;
  }
  const first = config.aegisBootstrapClientSecret;
  const weakness = first === undefined || config.environment === 'development' ? null : secretWeakness(first);
  if (weakness !== null) faults.push({ variable: 'AEGIS_BOOTSTRAP_CLIENT_SECRET', problem: `${weakness} (${HOW_TO})` });
  return faults;
}

function isHarmlessInPrivate(secret: string): boolean {
  return secret === DEFAULT_SECRET || Buffer.byteLength(secret) >= MIN_SECRET_BYTES;
}
