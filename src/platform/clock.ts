import { Injectable } from '@nestjs/common';

/** The time, injected where it is read, so that a test can set it. */
@Injectable()
export class Clock {
  now(): Date {
    return new Date();
  }
}
