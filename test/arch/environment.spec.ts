import * as ts from 'typescript';
import { describe, expect, it } from 'vitest';
import { finding, lineOf, nodesOf, parse, type Source, sources } from './support/sources.js';

/** The environment has one reader. */
function environmentReaders(files: readonly Source[]): string[] {
  return files
    .filter(({ path }) => !path.startsWith('platform/config/'))
    .flatMap((source) =>
      nodesOf(source.ast)
        .filter((node) => isEnvironment(node) || isImportOfEnvironment(node))
        .map((node) => finding(source, lineOf(node), 'must not read the environment')),
    );
}

function isImportOfEnvironment(node: ts.Node): boolean {
  return ts.isImportDeclaration(node) && /\benv\b.*\b(node:)?process['"]/s.test(node.getText());
}

function isEnvironment(node: ts.Node): boolean {
  if (ts.isPropertyAccessExpression(node)) return node.getText() === 'process.env';
  return ts.isElementAccessExpression(node) && /^process\[["'`]env["'`]\]$/.test(node.getText());
}

describe('the environment', () => {
  it('is read in src by the configuration only', () => expect(environmentReaders(sources())).toEqual([]));

  it.each([
    { verdict: 1, path: 'main.ts', text: 'const port = process.env.PORT;' },
    { verdict: 1, path: 'main.ts', text: "const { PORT } = process['env'];" },
    { verdict: 1, path: 'auth/a.ts', text: "import { env } from 'node:process';" },
    { verdict: 0, path: 'platform/config/load-config.ts', text: 'const port = process.env.PORT;' },
    { verdict: 0, path: 'main.ts', text: 'process.exitCode = 1;' },
  ])('find $verdict fault in $path with: $text', ({ verdict, path, text }) => {
    expect(environmentReaders([parse(path, text)])).toHaveLength(verdict);
  });
});
