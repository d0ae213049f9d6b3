import { Injectable } from '@nestjs/common';
import { AppConfig } from '../config/app-config.js';
import { Overloaded } from '../errors/overloaded.js';

/** The room that one body takes. */
export interface Reservation {
  /** Bytes that have arrived.
   * @throws Overloaded where there is no room for them */
  grow(bytes: number): void;
  /** Gives the room back; to be called once. */
  release(): void;
}

/** How many bytes of request bodies this process holds. What counts is what has arrived: a body that trickles in, or never
 * comes, takes no room from others. */
@Injectable()
export class InFlight {
  private bytes = 0;

  constructor(private readonly config: AppConfig) {}

  /** Makes room for a body.
   * @param announced its length, bytes; 0 where it isn't known
   * @throws Overloaded where there is no room for that now */
  open(announced: number): Reservation {
    this.requireRoom(announced);
    let held = 0;
    return {
      grow: (bytes) => {
        // Alone, a body may be larger than all room there is: it would never get in otherwise.
        if (this.bytes > held) this.requireRoom(bytes);
        held += bytes;
        this.bytes += bytes;
      },
      release: () => {
        this.bytes -= held;
        held = 0;
      },
    };
  }

  private requireRoom(bytes: number): void {
    if (this.bytes > 0 && this.bytes + bytes > this.config.maxInFlightBytes) throw new Overloaded();
  }
}
