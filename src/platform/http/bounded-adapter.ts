import { createServer } from 'node:http';
import type { Socket } from 'node:net';
import { ExpressAdapter } from '@nestjs/platform-express';
import { addressGroup } from '../../lib/address-group.js';
import { SharedRoom } from '../../lib/shared-room.js';
import type { AppConfig } from '../config/app-config.js';
import { answerBrokenRequest, answerExpectation } from './broken-request.js';

/** How often connections are looked at for one that takes too long, at least, milliseconds. */
const CHECK_MS = 5000;

/** Express on a server that bounds how long a request may take to arrive and how many connections there may be, and that
 * answers what isn't HTTP in the one shape of errors. */
export class BoundedAdapter extends ExpressAdapter {
  constructor(private readonly config: AppConfig) {
    super();
  }

  override initHttpServer(): void {
    const { requestTimeoutMs, maxConnections } = this.config;
    const headersTimeout = Math.min(this.config.headersTimeoutMs, requestTimeoutMs);
    const connectionsCheckingInterval = Math.min(CHECK_MS, Math.ceil(headersTimeout / 4));
    const limits = { requestTimeout: requestTimeoutMs, headersTimeout, connectionsCheckingInterval };
    const server = createServer(limits, this.getInstance());
    server.maxConnections = maxConnections;
    server.on('connection', shareOf(maxConnections));
    server.on('clientError', answerBrokenRequest);
    server.on('checkExpectation', answerExpectation);
    this.httpServer = server;
  }
}

/** One address has three quarters of all connections at most: heads that never end, of one client, shut nobody else
 * out.
 * @returns what looks at each new connection */
function shareOf(maxConnections: number): (socket: Socket) => void {
  const room = new SharedRoom<string>(maxConnections);
  return (socket) => {
    const group = addressGroup(socket.remoteAddress ?? '');
    if (room.enter(group)) socket.once('close', () => room.leave(group));
    else socket.destroy();
  };
}
