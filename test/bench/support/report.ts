import type { Spread } from './statistics.js';

/** One measured figure. */
export interface Figure {
  /** The measure it belongs to, `R1`. */
  readonly measure: string;
  /** What was measured, in a few words. */
  readonly what: string;
  readonly unit: string;
  readonly value: Spread;
  /** What it is to be, `>= 0.6`; undefined where it is only printed. */
  readonly gate?: string;
}

/** Whether a figure is what it is to be; null where nothing is asked of it. */
export function isMet({ gate, value }: Figure): boolean | null {
  const [, sign, bound = ''] = /^(>=|<=) (\S+)$/.exec(gate ?? '') ?? [];
  if (sign === undefined) return null;
  return sign === '>=' ? value.median >= Number(bound) : value.median <= Number(bound);
}

const HEAD = ['measure', 'what', 'median', 'min', 'max', 'unit', 'wanted', 'met'];

/** Figures as text columns. */
export function table(figures: readonly Figure[]): string {
  const rows = [HEAD, ...figures.map(cells)];
  const widths = HEAD.map((_head, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  return rows.map((row) => row.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join('  ')).join('\n');
}

/** Figures as a table for `docs/performance.md`. */
export function markdown(figures: readonly Figure[]): string {
  return [HEAD, HEAD.map(() => '---'), ...figures.map(cells)].map((row) => `| ${row.join(' | ')} |`).join('\n');
}

/** Figures for programs. */
export function json(figures: readonly Figure[]): string {
  return JSON.stringify(
    figures.map((figure) => ({ ...figure, met: isMet(figure) })),
    null,
    2,
  );
}

function cells(figure: Figure): string[] {
  const { measure, what, value, unit, gate } = figure;
  const met = { true: 'yes', false: 'NO', null: '' }[String(isMet(figure))] ?? '';
  return [measure, what, ...[value.median, value.min, value.max].map(digits), unit, gate ?? '', met];
}

/** Three significant digits, and no more behind the point than matter. */
function digits(value: number): string {
  if (!Number.isFinite(value)) return String(value);
  return Math.abs(value) >= 100 ? Math.round(value).toString() : value.toPrecision(3);
}
