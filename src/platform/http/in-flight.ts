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
/** The part of their room that one address gets: one customer has two, of IPv4 and of IPv6. */
const ADDRESS_PART = 1 / 4;
/** So much always fits for an address, however full their room is: one sign-in. Bounded by `MAX_CONNECTIONS`. */
const ALWAYS_BYTES = 1024;

/** How many bytes of request bodies this process holds. What counts is what has arrived: a body that trickles in, or
 * never comes, takes no room from others. Strangers have a small room of their own, of which one address gets a
 * quarter at most, and always enough for a sign-in; organizations share the rest, and one of them gets three
 * quarters at most. */
@Injectable()
export class InFlight {
  private readonly strangers: SharedRoom<string>;
  private readonly organizations: SharedRoom<string>;

  constructor({ maxInFlightBytes }: AppConfig) {
    const forStrangers = Math.floor(maxInFlightBytes * STRANGERS_PART);
    this.strangers = new SharedRoom(forStrangers, ADDRESS_PART);
    this.organizations = new SharedRoom(maxInFlightBytes - forStrangers);
  }

  /** Makes room for a body.
   * @param announced its length, bytes; 0 where it isn't known
   * @throws Overloaded where there is no room for that now */
  open({ key, isStranger }: BodySender, announced: number): Reservation {
    const room = isStranger ? this.strangers : this.organizations;
    const always = isStranger ? ALWAYS_BYTES : 0;
    const isLetIn = (bytes: number): boolean => room.takenBy(key) + bytes <= always || room.hasRoom(key, bytes);
    // Alone, a body may be larger than all room there is: it would never get in otherwise.
    if (room.taken > 0 && !isLetIn(announced)) throw new Overloaded();
    let held = 0;
    return {
      grow: (bytes) => {
        if (room.taken !== held && !isLetIn(bytes)) throw new Overloaded();
        room.force(key, bytes);
        held += bytes;
      },
      release: () => {
        if (held > 0) room.leave(key, held);
        held = 0;
      },
    };
  }
}
