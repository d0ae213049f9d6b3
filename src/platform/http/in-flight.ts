import { Injectable } from '@nestjs/common';
import { SharedRoom } from '../../lib/shared-room.js';
import { AppConfig } from '../config/app-config.js';
import { Overloaded } from '../errors/overloaded.js';
import type { BodySender } from './body-sender.js';

/** The room that one body takes. */
export interface Reservation {
  /** Bytes that have arrived.
   * @throws Overloaded where there is no room for them */
  grow(bytes: number): void;
  /** Gives the room back. */
  release(): void;
}

/** The part of all room that strangers share: enough for hundreds of sign-ins at the same moment. */
const STRANGERS_PART = 1 / 16;

/** How many bytes of request bodies this process holds. What counts is what has arrived: a body that trickles in, or never
 * comes, takes no room from others. Strangers have a small room of their own, of which one address gets three
 * quarters at
 * most; organizations share the rest, and one of them gets three quarters at most. */
@Injectable()
export class InFlight {
  private readonly strangers: SharedRoom<string>;
  private readonly organizations: SharedRoom<string>;

  constructor({ maxInFlightBytes }: AppConfig) {
    const forStrangers = Math.floor(maxInFlightBytes * STRANGERS_PART);
    this.strangers = new SharedRoom(forStrangers);
    this.organizations = new SharedRoom(maxInFlightBytes - forStrangers);
  }

  /** Makes room for a body.
   * @param announced its length, bytes; 0 where it isn't known
   * @throws Overloaded where there is no room for that now */
  open({ key, isStranger }: BodySender, announced: number): Reservation {
    const room = isStranger ? this.strangers : this.organizations;
    // Alone, a body may be larger than all room there is: it would never get in otherwise.
    if (room.taken > 0 && !room.hasRoom(key, announced)) throw new Overloaded();
    let held = 0;
    return {
      grow: (bytes) => {
        if (room.taken === held) room.force(key, bytes);
        else if (!room.enter(key, bytes)) throw new Overloaded();
        held += bytes;
      },
      release: () => {
        if (held > 0) room.leave(key, held);
        held = 0;
      },
    };
  }
}
