import { Injectable, Logger } from '@nestjs/common';
import type { Alert } from './alerts.facts.js';
import { channels } from './channels/index.js';

/** Hands alerts to every channel. */
@Injectable()
export class AlertDeliveryService {
  private readonly logger = new Logger(AlertDeliveryService.name);

  /** Never throws: an alert stands in the database, whether or not a channel works. */
  async deliver(alerts: readonly Alert[]): Promise<void> {
    const deliveries = alerts.flatMap((alert) =>
      channels.map(async ({ name, deliver }) => {
        try {
          await deliver(alert);
        } catch (error) {
          this.logger.error({ msg: 'alert not delivered', alert: alert.id, channel: name, err: error });
        }
      }),
    );
    await Promise.all(deliveries);
  }
}
