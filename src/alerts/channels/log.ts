import { Logger } from '@nestjs/common';
import type { AlertChannel } from './channel.js';

/** Writes each alert to the server's log. */
export const log: AlertChannel = {
  name: 'log',
  deliver: async ({ id, orgId, type, severity }) => {
    new Logger('Alerts').warn({ msg: 'alert', alert: id, orgId, type, severity });
  },
};
