import type { NetConnectOpts } from 'node:net';
import { addressOf } from '../../src/embedded-mongo/server/address.js';

/** How to connect to a single server without a driver.
 * @param mongoUri of a host and port, or of the embedded database
 * @throws Error where it is neither */
export function connectTo(mongoUri: string): NetConnectOpts {
  const address = addressOf(mongoUri);
  if (address === undefined) throw new Error('no address of a single server');
  return address.connect;
}
