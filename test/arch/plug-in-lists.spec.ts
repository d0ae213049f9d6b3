import * as ts from 'typescript';
import { describe, expect, it } from 'vitest';
import { finding, lineOf, parse, type Source, sources } from './support/sources.js';

/** What is exported is exported where it is declared, by name: no barrels, no default exports. */
function indirectExports(files: readonly Source[]): string[] {
  return files.flatMap((source) =>
    source.ast.statements
      .filter(
        (statement) => ts.isExportDeclaration(statement) || ts.isExportAssignment(statement) || isDefault(statement),
      )
      .map((statement) => finding(source, lineOf(statement), 'must export by name, at the declaration')),
  );
}

/** An `index.ts` is a list of plug-ins: it imports them and exports plain arrays. */
function otherThanLists(files: readonly Source[]): string[] {
  return files
    .filter(({ path }) => /(^|\/)index\.ts$/.test(path))
    .flatMap((source) =>
      source.ast.statements
        .filter((statement) => !ts.isImportDeclaration(statement) && !isExportedArray(statement))
        .map((statement) => finding(source, lineOf(statement), 'must only import plug-ins and export arrays of them')),
    );
}

function modifiersOf(statement: ts.Statement): readonly ts.SyntaxKind[] {
  const modifiers = ts.canHaveModifiers(statement) ? ts.getModifiers(statement) : undefined;
  return (modifiers ?? []).map(({ kind }) => kind);
}

function isDefault(statement: ts.Statement): boolean {
  return modifiersOf(statement).includes(ts.SyntaxKind.DefaultKeyword);
}

function isExportedArray(statement: ts.Statement): boolean {
  if (!ts.isVariableStatement(statement) || !modifiersOf(statement).includes(ts.SyntaxKind.ExportKeyword)) return false;
  return statement.declarationList.declarations.every(
    ({ initializer }) => initializer !== undefined && ts.isArrayLiteralExpression(initializer),
  );
}

describe('exports', () => {
  it('are direct in src', () => expect(indirectExports(sources())).toEqual([]));

  it.each([
    { verdict: 1, text: "export * from './a.js';" },
    { verdict: 1, text: "export { A } from './a.js';" },
    { verdict: 1, text: "export type { A } from './a.js';" },
    { verdict: 1, text: "import { A } from './a.js'; export { A };" },
    { verdict: 1, text: 'export default 1;' },
    { verdict: 1, text: 'export default class A {}' },
    { verdict: 0, text: 'export const a = 1; export class B {} export type C = 1;' },
  ])('find $verdict fault in: $text', ({ verdict, text }) => {
    expect(indirectExports([parse('risk/a.ts', text)])).toHaveLength(verdict);
  });
});

describe('lists of plug-ins', () => {
  it('are all that an index.ts of src holds', () => expect(otherThanLists(sources())).toEqual([]));

  it.each([
    { verdict: 0, text: "import { a } from './a.js'; export const all: readonly A[] = [a];" },
    { verdict: 1, text: 'const all: readonly A[] = [a];' },
    { verdict: 1, text: 'export const all = new Map();' },
    { verdict: 1, text: 'export function all() {}' },
    { verdict: 1, text: 'register(a);' },
  ])('find $verdict fault in: $text', ({ verdict, text }) => {
    expect(otherThanLists([parse('risk/detectors/index.ts', text)])).toHaveLength(verdict);
    expect(otherThanLists([parse('risk/detectors/other.ts', text)])).toEqual([]);
  });
});
