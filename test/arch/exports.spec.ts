import * as ts from 'typescript';
import { describe, expect, it } from 'vitest';
import { finding, lineOf, nodesOf, parse, type Source, sources, webSources } from './support/sources.js';

/** Every export has a docstring; of a function's overloads one is enough. */
function undocumented(files: readonly Source[]): string[] {
  return files.flatMap((source) => {
    const exported = source.ast.statements.filter(isExported);
    const documented = new Set(exported.filter(isDocumented).map(nameOf));
    return exported
      .filter((statement) => !isDocumented(statement) && !(isFunction(statement) && documented.has(nameOf(statement))))
      .map((statement) => finding(source, lineOf(statement), `exports ${nameOf(statement)} without a docstring`));
  });
}

/** `any` switches the checker off; what is unknown is `unknown`. */
function anys(files: readonly Source[]): string[] {
  return files.flatMap((source) =>
    nodesOf(source.ast)
      .filter(({ kind }) => kind === ts.SyntaxKind.AnyKeyword)
      .map((node) => finding(source, lineOf(node), 'must not use any')),
  );
}

function isExported(statement: ts.Statement): boolean {
  const modifiers = ts.canHaveModifiers(statement) ? ts.getModifiers(statement) : undefined;
  return modifiers?.some(({ kind }) => kind === ts.SyntaxKind.ExportKeyword) ?? false;
}

function isDocumented(statement: ts.Statement): boolean {
  return ts.getJSDocCommentsAndTags(statement).length > 0;
}

function isFunction(statement: ts.Statement): boolean {
  return ts.isFunctionDeclaration(statement);
}

function nameOf(statement: ts.Statement): string {
  const [declared] = ts.isVariableStatement(statement) ? statement.declarationList.declarations : [statement];
  const name = declared === undefined ? undefined : ts.getNameOfDeclaration(declared as ts.Declaration);
  return name?.getText() ?? '';
}

describe('exports', () => {
  it('are documented in src', () => expect(undocumented(sources())).toEqual([]));
  it('are documented in web', () => expect(undocumented(webSources())).toEqual([]));

  it.each([
    { verdict: 1, text: 'export const a = 1;' },
    { verdict: 1, text: 'export function a() {}' },
    { verdict: 1, text: 'export class A {}' },
    { verdict: 1, text: 'export type A = 1;' },
    { verdict: 1, text: 'export interface A {}' },
    { verdict: 1, text: '@Injectable() export class A {}' },
    { verdict: 1, text: '// why\nexport const a = 1;' },
    { verdict: 1, text: '/** Why. */ export const a = 1; export const b = 2;' },
    { verdict: 1, text: '/** Why. */ export type a = 1; export const a = 2;' },
    { verdict: 0, text: '/** Why. */ export const a = 1;' },
    { verdict: 0, text: '/** Why. */ @Injectable() export class A {}' },
    { verdict: 0, text: '/** Why. */ export function a(): 1; export function a(b?: 1) {}' },
    { verdict: 0, text: 'const a = 1;' },
  ])('find $verdict fault in: $text', ({ verdict, text }) => {
    expect(undocumented([parse('risk/a.ts', text)])).toHaveLength(verdict);
  });
});

describe('any', () => {
  it('is nowhere in src', () => expect(anys(sources())).toEqual([]));
  it('is nowhere in web', () => expect(anys(webSources())).toEqual([]));

  it.each([
    { verdict: 1, text: 'let a: any;' },
    { verdict: 1, text: 'type A = Record<string, readonly any[]>;' },
    { verdict: 1, text: 'const a = b as any;' },
    { verdict: 0, text: 'let any: unknown; // any' },
  ])('is found $verdict times in: $text', ({ verdict, text }) => {
    expect(anys([parse('risk/a.ts', text)])).toHaveLength(verdict);
  });
});
