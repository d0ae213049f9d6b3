import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { AppConfig } from '../../src/platform/config/app-config.js';
import { loadConfig, variableOf } from '../../src/platform/config/load-config.js';

/** Every variable with its default as text; the empty text where it has none. */
const SETTINGS = Object.entries(new AppConfig()).map(
  ([field, value]) => [variableOf(field), String(value ?? '')] as const,
);

/** Of `.env.example`: the variables with their values, and the comment above each. */
function exampleSettings(text: string): { variable: string; value: string; comment: string }[] {
  const lines = text.split('\n');
  return lines.flatMap((line, index) => {
    const [, variable, value] = /^# ?([A-Z][A-Z_]*)=(.*)$/.exec(line) ?? [];
    return variable === undefined || value === undefined ? [] : [{ variable, value, comment: lines[index - 1] ?? '' }];
  });
}

/** Of the README's table of configuration: rows that begin with the variable and its default, in backticks or "unset". */
function tableSettings(text: string): (readonly [variable: string, value: string])[] {
  const section = text.split(/^## Configuration$/m)[1]?.split(/^## /m)[0] ?? '';
  return [...section.matchAll(/^\| `([A-Z][A-Z_]*)` \|([^|]*)\|/gm)].map(([, variable = '', cell = '']) => {
    const value = cell.trim().replace(/^`(.*)`$/, '$1');
    return [variable, /^(unset|not set|none|-|–|—)$/.test(value) ? '' : value];
  });
}

/** The README as far as it is written; null, with a printed reason, before it has the table. */
function readme(): string | null {
  const file = new URL('../../README.md', import.meta.url);
  const text = existsSync(file) ? readFileSync(file, 'utf8') : '';
  if (/^## Configuration$/m.test(text)) return text;
  process.stdout.write('skipped: README.md has no heading "## Configuration"\n');
  return null;
}

describe('.env.example', () => {
  const text = readFileSync(new URL('../../.env.example', import.meta.url), 'utf8');
  const settings = exampleSettings(text);

  it('holds every setting with its default, and no other', () => {
    expect(new Map(settings.map(({ variable, value }) => [variable, value]))).toEqual(new Map(SETTINGS));
    expect(settings).toHaveLength(SETTINGS.length);
  });

  it('explains every setting in a line of its own', () => {
    for (const { variable, comment } of settings) expect(comment, variable).toMatch(/^# [^=]{10,}\.$/);
  });

  it('is accepted as it stands, also with every comment sign taken off', () => {
    const environment = Object.fromEntries(settings.map(({ variable, value }) => [variable, value]));
    expect(loadConfig(environment)).toEqual(loadConfig({}));
  });
});

const page = readme();
describe.skipIf(page === null)('README.md', () => {
  it('has every setting with its default in its table, and no other', () => {
    const rows = tableSettings(page ?? '');
    expect(new Map(rows)).toEqual(new Map(SETTINGS));
    expect(rows).toHaveLength(SETTINGS.length);
  });
});

describe('reading the table', () => {
  it.each([
    { row: '| `PORT` | 8000 | where |', read: [['PORT', '8000']] },
    { row: '| `PORT` | `8000` | where |', read: [['PORT', '8000']] },
    { row: '| `MONGO_URI` | unset | where |', read: [['MONGO_URI', '']] },
    { row: '| `MONGO_URI` | | where |', read: [['MONGO_URI', '']] },
    { row: '| setting | default | what |', read: [] },
  ])('takes $read out of $row', ({ row, read }) => {
    expect(tableSettings(`# A\n\n## Configuration\n\n${row}\n\n## Next\n| \`OTHER\` | 1 |\n`)).toEqual(read);
  });
});
