import { readFileSync } from 'node:fs';
import * as ts from 'typescript';
import { describe, expect, it } from 'vitest';
import { nodesOf, parse, type Source, sources } from '../arch/support/sources.js';

/** Rules that class-validator brings along; their codes stand nowhere in our source. */
const LIBRARY_RULES = ['is_array', 'is_int', 'is_length', 'is_number', 'is_string', 'max', 'min', 'min_length'];

const page = readFileSync(new URL('../../docs/errors.md', import.meta.url), 'utf8');

/** @returns `code status` of every class of errors and every table of reasons, as the source has them */
function codesOf(files: readonly Source[]): string[] {
  return files.flatMap((source) => {
    const classes = nodesOf(source.ast).filter(ts.isClassDeclaration).filter(isError);
    const own = classes.flatMap((node) => {
      const [code, status] = [valueOf(source, node, 'code'), valueOf(source, node, 'status')];
      return code === undefined || status === undefined ? [] : [`${code} ${status}`];
    });
    const hasTables = classes.length > 0 || source.path === 'platform/errors/problem.ts';
    return [...own, ...(hasTables ? nodesOf(source.ast).flatMap(reason) : [])];
  });
}

function isError(node: ts.ClassDeclaration): boolean {
  return (node.heritageClauses ?? []).some((clause) => /\b(AppError|[A-Z]\w*Refused)\b/.test(clause.getText()));
}

/** The value of a member, where it is written there or is a constant of the file. */
function valueOf(source: Source, node: ts.ClassDeclaration, name: string): string | undefined {
  const member = node.members.filter(ts.isPropertyDeclaration).find((one) => one.name.getText() === name);
  const value = member?.initializer;
  if (value === undefined) return undefined;
  if (!ts.isIdentifier(value)) return value.getText().replaceAll("'", '');
  const constant = nodesOf(source.ast)
    .filter(ts.isVariableDeclaration)
    .find((one) => one.name.getText() === value.text);
  return constant?.initializer?.getText().replaceAll("'", '');
}

/** `malformed_json: [400, '...']` or `400: ['bad_request', '...']`. */
function reason(node: ts.Node): string[] {
  if (!ts.isPropertyAssignment(node) || !ts.isArrayLiteralExpression(node.initializer)) return [];
  const key = node.name.getText();
  const first = node.initializer.elements[0]?.getText().replaceAll("'", '') ?? '';
  if (/^[45]\d\d$/.test(first)) return [`${key} ${first}`];
  return /^[45]\d\d$/.test(key) ? [`${first} ${key}`] : [];
}

/** @returns codes of fields, as the source has them */
function fieldCodesOf(files: readonly Source[]): string[] {
  return files
    .filter(({ path, room }) => room !== 'embedded-mongo' && !path.endsWith('.dto.ts'))
    .flatMap(({ ast }) => {
      const literal = [...ast.text.matchAll(/\bcode: '([a-z_]+)',? msg\b|\bcode: '([a-z_]+)',\n\s+msg\b/g)];
      const rules = [...ast.text.matchAll(/name: '(is[A-Z]\w+)'/g)].map(([, rule = '']) => rule);
      const other = [...ast.text.matchAll(/'([a-z]+_too_large)'/g)].map(([, code = '']) => code);
      const found = literal.map(([, one, two]) => one ?? two ?? '');
      return [
        ...found,
        ...other,
        ...rules.map((rule) => rule.replaceAll(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`)),
      ];
    })
    .filter((code) => !['body_too_large', 'headers_too_large'].includes(code));
}

function table(heading: string): string[][] {
  const section = page.split(`## ${heading}\n`)[1]?.split(/^## /m)[0] ?? '';
  return [...section.matchAll(/^\| `(\w+)` \| (.*) \|$/gm)].map(([, code = '', rest = '']) => [
    code,
    ...rest.split(' | '),
  ]);
}

function sorted(codes: readonly string[]): string[] {
  return [...new Set(codes)].sort();
}

describe('docs/errors.md', () => {
  it('has every code with its status, and no other', () => {
    const documented = table('Codes').map(([code, status]) => `${code} ${status}`);
    const known = [...codesOf(sources()), 'internal_error 500', 'error any other'];
    expect(sorted(documented)).toEqual(sorted(known));
  });

  it('has every code of fields, and no other', () => {
    const documented = table('Codes of fields').map(([code = '']) => code);
    expect(sorted(documented)).toEqual(sorted([...fieldCodesOf(sources()), ...LIBRARY_RULES]));
  });

  it('says something of each', () => {
    const silent = [...table('Codes'), ...table('Codes of fields')].filter((row) => (row.at(-1) ?? '').length < 5);
    expect(silent).toEqual([]);
  });
});

describe('reading the source', () => {
  it.each([
    { text: "class A extends AppError { readonly code = 'a_b'; readonly status = 409; }", codes: ['a_b 409'] },
    { text: "const C = 'c'; class A extends AppError { readonly code = C; readonly status = 503; }", codes: ['c 503'] },
    { text: "const R = { d: [400, 'x'] }; class A extends AppError {}", codes: ['d 400'] },
    { text: "class A { readonly code = 'no'; readonly status = 400; }", codes: [] },
  ])('finds $codes in $text', ({ text, codes }) => expect(codesOf([parse('auth/a.ts', text)])).toEqual(codes));
});
