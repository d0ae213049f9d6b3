import * as ts from 'typescript';
import { describe, expect, it } from 'vitest';
import { finding, lineOf, nodesOf, parse, type Source, sources } from './support/sources.js';

/** What sends many writes with one command, or lets the driver do so. */
const BULK: ReadonlySet<string> = new Set([
  'bulkSave',
  'bulkWrite',
  'initializeOrderedBulkOp',
  'initializeUnorderedBulkOp',
  'insertMany',
]);

/** Where they may stand: the helpers, and a restore, whose database nobody else has open. */
const HELPERS = /^platform\/(writes\/|backup\/(fill-database|restore-backup)\.ts$)/;

/** Upserts lose races, and bulk writes lock what they write in an order: `platform/writes` knows what to do about
 * both. */
function barePlaces(files: readonly Source[]): string[] {
  return files
    .filter(({ path, room }) => room !== 'embedded-mongo' && !HELPERS.test(path))
    .flatMap((source) =>
      nodesOf(source.ast).flatMap((node) => {
        const name = bareName(node);
        return name === null ? [] : [finding(source, lineOf(node), `must leave ${name} to src/platform/writes`)];
      }),
    );
}

function bareName(node: ts.Node): string | null {
  if (isNamed(node) && nameOf(node) === 'upsert' && !isMethod(node)) return 'upsert';
  if (ts.isPropertyAccessExpression(node) && BULK.has(node.name.text)) return node.name.text;
  if (!ts.isElementAccessExpression(node) || !ts.isStringLiteralLike(node.argumentExpression)) return null;
  return BULK.has(node.argumentExpression.text) ? node.argumentExpression.text : null;
}

type Named = ts.PropertyAssignment | ts.ShorthandPropertyAssignment;

function isNamed(node: ts.Node): node is Named {
  return ts.isPropertyAssignment(node) || ts.isShorthandPropertyAssignment(node);
}

/** A function that is called so is no option. */
function isMethod(node: Named): boolean {
  return ts.isPropertyAssignment(node) && ts.isFunctionLike(node.initializer);
}

function nameOf({ name }: Named): string {
  return ts.isIdentifier(name) || ts.isStringLiteralLike(name) ? name.text : '';
}

describe('upserts and bulk writes', () => {
  it('stand in src/platform/writes alone', () => expect(barePlaces(sources())).toEqual([]));

  it.each([
    { verdict: 0, text: 'await upserting((options) => a.updateOne(f, u, options));' },
    { verdict: 0, text: 'await writeEach(a, [{ filter, update, isUpsert: true }]);' },
    { verdict: 1, text: 'await a.updateOne(f, u, { upsert: true });' },
    { verdict: 1, text: "await a.updateOne(f, u, { 'upsert': isNew });" },
    { verdict: 1, text: 'const upsert = true; await a.updateOne(f, u, { upsert });' },
    { verdict: 1, text: 'await a.bulkWrite(operations);' },
    { verdict: 1, text: "await a['bulkWrite'](operations);" },
    { verdict: 1, text: 'await a.insertMany(documents);' },
  ])('find $verdict fault in $text', ({ verdict, text }) => {
    expect(barePlaces([parse('drift/a.store.ts', text)])).toHaveLength(verdict);
    expect(barePlaces([parse('platform/writes/a.ts', text)])).toHaveLength(0);
  });
});
