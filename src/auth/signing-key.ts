import { createSecretKey, type KeyObject } from 'node:crypto';
import type { AppConfig } from '../platform/config/app-config.js';

/** The key that signs and verifies tokens. A key object, because the library prepares a string anew for every token, which
 * takes about 50 times as long as verifying. */
export function signingKey(config: AppConfig): KeyObject {
  return createSecretKey(config.jwtSecretKey, 'utf8');
}
