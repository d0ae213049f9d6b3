import { type EmbeddedMongo, startEmbeddedMongo } from '../embedded-mongo/embedded-mongo.js';
import { DataDirectoryOpen } from '../embedded-mongo/private-directory.js';
import type { AppConfig } from './config/app-config.js';
import { ConfigError } from './config/config-error.js';

/** Starts the embedded database as the settings say. In production a `DATA_DIR` that other users can enter is refused:
 * who has read it already can't be undone, so somebody should know. Elsewhere it is closed to them.
 * @throws ConfigError for such a directory; what `startEmbeddedMongo` throws */
export async function startEmbedded({ dataDir, isProduction }: AppConfig): Promise<EmbeddedMongo> {
  try {
    return await startEmbeddedMongo({ dataDir, isStrict: isProduction });
  } catch (error) {
    if (!(error instanceof DataDirectoryOpen)) throw error;
    throw new ConfigError([{ variable: 'DATA_DIR', problem: error.problem }]);
  }
}
