import { type Doc, isPlainObject, numberOf } from '../../../src/embedded-mongo/bson/bson.js';
import type { Incoming } from './wire.js';

/** A command as it was on the wire. */
export interface Recorded {
  /** Which member it was sent to, from 0. */
  readonly member: number;
  readonly db: string;
  readonly command: string;
  /** Empty where the command names none. */
  readonly collection: string;
  readonly writeConcern: Readonly<Record<string, unknown>> | undefined;
  readonly readConcern: Readonly<Record<string, unknown>> | undefined;
  /** The mode of `$readPreference`; undefined where the command has none. */
  readonly readPreference: string | undefined;
  /** Whether it carries a number by which a retry is told. */
  readonly isRetryable: boolean;
  readonly isUnacknowledged: boolean;
  /** Documents or statements beside the body; 1 for a command without any. */
  readonly statements: number;
  readonly requestBytes: number;
  /** The code of the reply; 0 where it went well, undefined where the connection was closed instead. */
  code: number | undefined;
  /** Statements that were refused. */
  writeErrors: number;
  replyBytes: number;
}

const MONITORING: ReadonlySet<string> = new Set(['hello', 'isMaster', 'ismaster', 'ping', 'endSessions']);
const MOST = 500_000;

/** Notes what clients asked, in the order of arrival, but for the driver's own monitoring. */
export class Recorder {
  private readonly entries: Recorded[] = [];

  /** Notes a command; its outcome is filled in when it is answered. */
  note(member: number, { request, bytes }: Incoming): Recorded {
    const { body, command, db } = request;
    const entry: Recorded = {
      member,
      db,
      command,
      collection: typeof body[command] === 'string' ? body[command] : '',
      writeConcern: plain(body['writeConcern']),
      readConcern: plain(body['readConcern']),
      readPreference: modeOf(body['$readPreference']),
      isRetryable: body['txnNumber'] !== undefined,
      isUnacknowledged: request.isUnacknowledged,
      statements: [...request.sequences.values()][0]?.length ?? 1,
      requestBytes: bytes,
      code: undefined,
      writeErrors: 0,
      replyBytes: 0,
    };
    if (!MONITORING.has(command) && this.entries.length < MOST) this.entries.push(entry);
    return entry;
  }

  /** @returns everything noted since the last `clear` that fits */
  commands(isWanted: (entry: Recorded) => boolean = () => true): Recorded[] {
    return this.entries.filter(isWanted);
  }

  /** Forgets everything. */
  clear(): void {
    this.entries.length = 0;
  }
}

function plain(value: unknown): Doc | undefined {
  if (!isPlainObject(value)) return undefined;
  const fields = Object.entries(value).map(([name, field]) => {
    const number = numberOf(field);
    return [name, Number.isNaN(number) ? field : number] as const;
  });
  return Object.fromEntries(fields);
}

function modeOf(value: unknown): string | undefined {
  return isPlainObject(value) ? String(value['mode']) : undefined;
}
