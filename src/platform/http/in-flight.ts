import { Injectable } from '@nestjs/common';
import { AppConfig } from '../config/app-config.js';
import { Overloaded } from '../errors/overloaded.js';

/** How many bytes of request bodies this process holds. */
@Injectable()
export class InFlight {
  private bytes = 0;

  constructor(private readonly config: AppConfig) {}

  /** Makes room for a body.
   * @param bytes its announced length, or the most it may have
   * @returns gives the room back; to be called once
   * @throws Overloaded where there is no room */
  reserve(bytes: number): () => void {
    if (this.bytes > 0 && this.bytes + bytes > this.config.maxInFlightBytes) throw new Overloaded();
    this.bytes += bytes;
    return () => {
      this.bytes -= bytes;
    };
  }
}
