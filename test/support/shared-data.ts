import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const FOLDER = fileURLToPath(new URL('../../../shared/data/', import.meta.url));

/** Whether the real input lies beside the project; says so where it doesn't. */
export function hasSharedData(): boolean {
  const isThere = existsSync(FOLDER);
  if (!isThere) process.stdout.write('skipped: the real input is not beside the project\n');
  return isThere;
}

/** Every prompt of the collection, in its order. */
export function realPrompts(): string[] {
  const lines = readFileSync(`${FOLDER}llm-risk/data.jsonl`, 'utf8').trimEnd().split('\n');
  return lines.map((line) => (JSON.parse(line) as { text: string }).text);
}

/** A stream: its name, and its rows by column; empty cells are left out. */
export interface RealStream {
  readonly name: string;
  readonly rows: readonly Readonly<Record<string, string | number>>[];
}

/** The streams of one kind.
 * @param kind `lat` or `feat` */
export function realStreams(kind: 'lat' | 'feat'): RealStream[] {
  const folder = `${FOLDER}drift/streams/`;
  const files = readdirSync(folder).filter((file) => file.startsWith(`D-${kind}-`) && file.endsWith('.csv'));
  return files.sort().map((file) => ({ name: file.replace('.csv', ''), rows: rowsOf(`${folder}${file}`) }));
}

function rowsOf(file: string): Record<string, string | number>[] {
  const [header = '', ...lines] = readFileSync(file, 'utf8').trimEnd().split('\n');
  const columns = header.split(',');
  return lines.map((line) => {
    const cells = line.split(',');
    return Object.fromEntries(
      columns.flatMap((column, index) => {
        const cell = cells[index] ?? '';
        return cell === '' ? [] : [[column, Number.isFinite(Number(cell)) ? Number(cell) : cell] as const];
      }),
    );
  });
}
