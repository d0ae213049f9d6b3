import { parseArgs } from 'node:util';

/** What a run is to measure, and how much of it. */
export interface Options {
  /** Names of the measures; empty: all but those that are only run on request. */
  readonly only: readonly string[];
  /** How often each side of a comparison is measured, alternating. */
  readonly rounds: number;
  /** Events that one side of a comparison stores in a round. */
  readonly eventsPerRound: number;
  /** Events stored when dashboards are measured, smallest first; exports are measured with the most. */
  readonly dashboardEvents: readonly number[];
  /** Requests to each dashboard in a round. */
  readonly dashboardReads: number;
  /** Seconds of steady load where lag or a neighbour is measured. */
  readonly steadySeconds: number;
  /** 0: no soak. */
  readonly soakMinutes: number;
  readonly format: 'table' | 'json' | 'markdown';
}

/** Events in a batch, and batches on their way at once: the same for both sides of every comparison. */
export const BATCH_EVENTS = 1000;
export const CONCURRENCY = 4;

/** What `--help` prints. */
export const HELP = `npm run bench -- [options]
  --only R1,R4            only these measures
  --quick                 fewer rounds, fewer events
  --rounds 5              alternating rounds of each comparison
  --events 20000          events of each side in a round
  --dashboard-events 10000,1000000
                          events stored when dashboards are measured, and exports, those with the most; add
                          10000000 where there is disk for it
  --soak-minutes 30       half of the capacity for so long, then the slope of the heap
  --json, --markdown      instead of a table`;

/** Reads the command line.
 * @returns null where help is asked for
 * @throws Error where an option is faulty */
export function readOptions(args: readonly string[]): Options | null {
  const { values } = parseArgs({
    args: [...args],
    options: {
      only: { type: 'string', default: '' },
      quick: { type: 'boolean', default: false },
      rounds: { type: 'string' },
      events: { type: 'string' },
      'dashboard-events': { type: 'string' },
      'soak-minutes': { type: 'string', default: '0' },
      json: { type: 'boolean', default: false },
      markdown: { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help) return null;
  const { quick } = values;
  return {
    only: values.only.split(',').filter((name) => name !== ''),
    rounds: count(values.rounds ?? (quick ? '3' : '5')),
    eventsPerRound: count(values.events ?? (quick ? '8000' : '20000')),
    dashboardEvents: (values['dashboard-events'] ?? (quick ? '10000,50000' : '10000,1000000')).split(',').map(count),
    dashboardReads: quick ? 100 : 400,
    steadySeconds: quick ? 5 : 30,
    soakMinutes: count(values['soak-minutes']),
    format: values.json ? 'json' : values.markdown ? 'markdown' : 'table',
  };
}

function count(text: string): number {
  if (!/^\d+$/.test(text)) throw new Error(`"${text}" is no whole number`);
  return Number(text);
}
