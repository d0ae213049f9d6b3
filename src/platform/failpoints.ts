import { setTimeout } from 'node:timers/promises';
import { Injectable, Logger } from '@nestjs/common';
import { AppConfig } from './config/app-config.js';

/** Seams at which a test may make this process fail, in the order in which an event passes them. */
export const FAILPOINTS = [
  'accept.parsed',
  'accept.opened',
  'accept.inserted',
  'accept.answered',
  'work.labelled',
  'work.alerted',
  'work.bumped',
  'work.done',
  'rollup.read',
  'rollup.written',
  'rollup.raised',
  'shutdown.drained',
] as const;

/** The name of a seam. */
export type Failpoint = (typeof FAILPOINTS)[number];

type Action = 'kill' | 'throw' | 'pause';

/** What happens at a seam, from which hit on. */
interface Armed {
  readonly action: Action;
  /** 1 is the first. */
  readonly fromHit: number;
}

const PAUSE_MS = 60_000;
const ARMED = /^([a-z.]+)=(kill|throw|pause)(?:@(\d+))?$/;

/** Reads which seams are armed: `accept.inserted=kill@3,work.labelled=throw`.
 * @returns null where the text is no such list */
export function parseFailpoints(text: string): ReadonlyMap<Failpoint, Armed> | null {
  const armed = new Map<Failpoint, Armed>();
  for (const entry of text.split(',').filter((part) => part !== '')) {
    const [, name, action, hit = '1'] = ARMED.exec(entry) ?? [];
    const failpoint = FAILPOINTS.find((known) => known === name);
    if (failpoint === undefined) return null;
    armed.set(failpoint, { action: action as Action, fromHit: Number(hit) });
  }
  return armed;
}

/** Makes this process fail where a test wants it to: the same build, with nothing armed by default. */
@Injectable()
export class Failpoints {
  private readonly logger = new Logger(Failpoints.name);
  private readonly armed: ReadonlyMap<Failpoint, Armed>;
  private readonly hits = new Map<Failpoint, number>();

  constructor(config: AppConfig) {
    this.armed = parseFailpoints(config.aegisFailpoints) ?? new Map();
  }

  /** Passes a seam. Nothing happens where it isn't armed.
   * @throws Error where it is armed to throw */
  async pass(failpoint: Failpoint): Promise<void> {
    if (this.armed.size === 0) return;
    const hit = (this.hits.get(failpoint) ?? 0) + 1;
    this.hits.set(failpoint, hit);
    const armed = this.armed.get(failpoint);
    if (armed === undefined || hit < armed.fromHit) return;
    this.logger.warn({ msg: 'failpoint', failpoint, action: armed.action, hit });
    if (armed.action === 'throw') throw new Error(`failpoint ${failpoint}`);
    if (armed.action === 'kill') process.kill(process.pid, 'SIGKILL');
    await setTimeout(PAUSE_MS, undefined, { ref: false });
  }
}
