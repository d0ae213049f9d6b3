import { csvLine } from '../lib/csv.js';

/** Forms in which events can be taken away. */
export const EXPORT_FORMATS = ['ndjson', 'csv'] as const;

/** One of them. */
export type ExportFormat = (typeof EXPORT_FORMATS)[number];

/** An event as the wire has it; a file of lines takes whatever else it has, too. */
export type ExportedEvent = Readonly<Record<(typeof COLUMNS)[number], unknown>>;

/** How a form is written. */
export interface EventFile {
  readonly contentType: string;
  /** What stands before the first event. */
  readonly head: string;
  readonly line: (event: ExportedEvent) => string;
}

/** Columns of the table, in their order; fields of events that a table can hold. */
const COLUMNS = [
  'id',
  'kind',
  'model_name',
  'timestamp',
  'latency_ms',
  'riskScore',
  'riskLabel',
  'flags',
  'token_count',
  'prompt',
  'response',
  'prediction',
  'input_data',
] as const;

/** Each form: an event a line. */
export const eventFiles: Readonly<Record<ExportFormat, EventFile>> = {
  ndjson: {
    contentType: 'application/x-ndjson; charset=utf-8',
    head: '',
    line: (event) => `${JSON.stringify(event)}\n`,
  },
  csv: {
    contentType: 'text/csv; charset=utf-8; header=present',
    head: csvLine(COLUMNS),
    line: (event) => csvLine(COLUMNS.map((column) => cellOf(event[column]))),
  },
};

/** Lists are words with blanks between them, other values JSON. */
function cellOf(value: unknown): string | number | null {
  if (value === null || value === undefined) return null;
  if (typeof value === 'string' || typeof value === 'number') return value;
  if (Array.isArray(value) && value.every((item) => typeof item === 'string')) return value.join(' ');
  return JSON.stringify(value);
}
