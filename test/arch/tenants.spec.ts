import * as ts from 'typescript';
import { describe, expect, it } from 'vitest';
import { finding, lineOf, nodesOf, parse, type Source, sources } from './support/sources.js';

/** Values that carry an organization of their own. */
const CARRIERS =
  /^(OrgId|Series|BatchRef|ModelWatch|readonly (Bucket|Recounted|CountedSignals)\[\]|\{[^}]*\borgId: OrgId\b.*\})$/s;

/** What looks beyond one organization says so. */
const BEYOND = /\b(every|any|all) organization/i;

/** A query without an organization would be everybody's. So a store's methods take one first, as the branded type that only a
 * verified token or a store makes; those for sweepers and retention say in their docstring that they look beyond. */
function unscopedMethods(files: readonly Source[]): string[] {
  return files
    .filter(({ role, room }) => role === 'store' && room !== 'auth')
    .flatMap((source) =>
      nodesOf(source.ast)
        .filter(ts.isMethodDeclaration)
        .filter((method) => !isPrivate(method) && !isScoped(method) && !BEYOND.test(docOf(method)))
        .map((method) => finding(source, lineOf(method), `${method.name.getText()} must take the organization first`)),
    );
}

function isPrivate(method: ts.MethodDeclaration): boolean {
  return (method.modifiers ?? []).some(({ kind }) => kind === ts.SyntaxKind.PrivateKeyword);
}

function isScoped({ parameters }: ts.MethodDeclaration): boolean {
  const [first, second] = parameters.map(({ type }) => type?.getText() ?? '');
  // Which collection it is may come before.
  return CARRIERS.test((first === 'RollupLevel' ? second : first) ?? '');
}

function docOf(method: ts.MethodDeclaration): string {
  return method
    .getFullText()
    .slice(0, method.getLeadingTriviaWidth())
    .replaceAll(/\s*\n\s*\*\s*/g, ' ');
}

/** Text becomes an organization's id in few places: where a token is read, and where a store reads what it has stored. */
function brandings(files: readonly Source[]): string[] {
  return files.flatMap((source) =>
    nodesOf(source.ast)
      .filter(ts.isAsExpression)
      .filter(({ type }) => type.getText() === 'OrgId')
      .filter((node) => source.role !== 'store' || !node.expression.getText().endsWith('.toHexString()'))
      .map((node) => finding(source, lineOf(node), 'must not make an organization of a text')),
  );
}

describe('organizations', () => {
  it('come first in every store of src', () => expect(unscopedMethods(sources())).toEqual([]));
  it('are made of stored ids and tokens only in src', () => expect(brandings(sources())).toEqual([]));

  it.each([
    { verdict: 0, text: 'class A { async f(orgId: OrgId) {} }' },
    { verdict: 0, text: 'class A { async f({ orgId }: Series) {} }' },
    { verdict: 0, text: 'class A { /** Of every organization. */ async f(limit: number) {} }' },
    { verdict: 0, text: 'class A { private f(id: string) {} }' },
    { verdict: 1, text: 'class A { /** Reads it. */ async f(id: string, orgId: OrgId) {} }' },
    { verdict: 1, text: 'class A { async f() {} }' },
  ])('find $verdict fault in a store with $text', ({ verdict, text }) => {
    expect(unscopedMethods([parse('drift/a.store.ts', text)])).toHaveLength(verdict);
  });

  it.each([
    { verdict: 0, path: 'drift/a.store.ts', text: 'const a = row.organization_id.toHexString() as OrgId;' },
    { verdict: 1, path: 'drift/a.store.ts', text: 'const a = text as OrgId;' },
    { verdict: 1, path: 'drift/a.service.ts', text: 'const a = id.toHexString() as OrgId;' },
  ])('find $verdict fault in $path with $text', ({ verdict, path, text }) => {
    expect(brandings([parse(path, text)])).toHaveLength(verdict);
  });
});
