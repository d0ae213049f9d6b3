import * as ts from 'typescript';
import { describe, expect, it } from 'vitest';
import { allSources, finding, lineOf, nodesOf, parse, type Source, sources, webSources } from './support/sources.js';

const MAX_FILE_LINES = 250;
const MAX_FUNCTION_LINES = 40;

function longFiles(files: readonly Source[]): string[] {
  return files.flatMap((source) => {
    const lines = source.ast.text.trimEnd().split('\n').length;
    return lines <= MAX_FILE_LINES ? [] : [finding(source, lines, `must have at most ${MAX_FILE_LINES} lines`)];
  });
}

/** Lines without code (comments, blank ones) don't count. */
function longFunctions(files: readonly Source[]): string[] {
  return files.flatMap((source) =>
    nodesOf(source.ast).flatMap((node) => {
      if (!ts.isFunctionLike(node)) return [];
      const lines = linesOfCode(node).size;
      if (lines <= MAX_FUNCTION_LINES) return [];
      return [finding(source, lineOf(node), `is a function of ${lines} lines, at most ${MAX_FUNCTION_LINES} may be`)];
    }),
  );
}

function linesOfCode(node: ts.Node, lines = new Set<number>()): Set<number> {
  if (ts.isJSDoc(node)) return lines;
  const children = node.getChildren();
  for (const child of children) linesOfCode(child, lines);
  if (children.length > 0 || node.getWidth() === 0) return lines;
  const last = node.getSourceFile().getLineAndCharacterOfPosition(node.getEnd()).line + 1;
  for (let line = lineOf(node); line <= last; line++) lines.add(line);
  return lines;
}

describe('sizes', () => {
  it('of files are kept in src', () => expect(longFiles(allSources())).toEqual([]));
  it('of functions are kept in src', () => expect(longFunctions(sources())).toEqual([]));
  it('of files and functions are kept in web', () =>
    expect([...longFiles(webSources()), ...longFunctions(webSources())]).toEqual([]));

  it.each([
    { verdict: 0, lines: 250 },
    { verdict: 1, lines: 251 },
  ])('find $verdict fault in a file of $lines lines', ({ verdict, lines }) => {
    expect(longFiles([parse('risk/a.ts', 'f();\n'.repeat(lines))])).toHaveLength(verdict);
  });

  it.each([
    { verdict: 0, what: 'a function of 40 lines', text: `function f() {\n${'g();\n'.repeat(38)}}` },
    { verdict: 1, what: 'a function of 41 lines', text: `function f() {\n${'g();\n'.repeat(39)}}` },
    { verdict: 1, what: 'a method of 41 lines', text: `class A { f() {\n${'g();\n'.repeat(39)}} }` },
    { verdict: 1, what: 'an arrow of 41 lines', text: `const f = () => {\n${'g();\n'.repeat(39)}};` },
    { verdict: 1, what: 'a long text within', text: `const f = () => {\n\`${'g\n'.repeat(39)}\`};` },
    { verdict: 0, what: 'comments within', text: `function f() {\n${'// why\n\n/** why */\n'.repeat(39)}g(); }` },
    { verdict: 0, what: 'a long docstring', text: `/**\n${' * why\n'.repeat(60)} */\nfunction f() {}` },
  ])('find $verdict fault in $what', ({ verdict, text }) => {
    expect(longFunctions([parse('risk/a.ts', text)])).toHaveLength(verdict);
  });
});
