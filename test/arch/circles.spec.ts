import * as ts from 'typescript';
import { describe, expect, it } from 'vitest';
import { finding, lineOf, nodesOf, parse, type Source, sources } from './support/sources.js';

/** No file imports itself, by whatever way round; imports of types count, because they tie readers as tightly. */
function circles(files: readonly Source[]): string[] {
  const byPath = new Map(files.map((source) => [source.path, source]));
  const finished = new Set<string>();
  const found: string[] = [];
  function visit(path: string, way: readonly string[]): void {
    if (way.includes(path)) found.push([...way.slice(way.indexOf(path)), path].join(' -> '));
    if (way.includes(path) || finished.has(path)) return;
    for (const { file } of byPath.get(path)?.imports ?? []) if (file !== null) visit(file, [...way, path]);
    finished.add(path);
  }
  for (const { path } of files) visit(path, []);
  return found;
}

/** `forwardRef` only ever hides a circle. */
function forwardRefs(files: readonly Source[]): string[] {
  return files.flatMap((source) =>
    nodesOf(source.ast)
      .filter((node) => ts.isIdentifier(node) && node.text === 'forwardRef')
      .map((node) => finding(source, lineOf(node), 'must not use forwardRef')),
  );
}

describe('circles', () => {
  const a = parse('risk/a.ts', "import { B } from './b.js';");
  const b = parse('risk/b.ts', "import { C } from './c.js';");

  it('are nowhere in src', () => expect(circles(sources())).toEqual([]));
  it('are found over several files', () => {
    const c = parse('risk/c.ts', "import { A } from './a.js';");
    expect(circles([c, b, a])).toEqual(['risk/c.ts -> risk/a.ts -> risk/b.ts -> risk/c.ts']);
  });
  it('are found among types', () => {
    expect(circles([a, parse('risk/b.ts', "import type { A } from './a.js';")])).toHaveLength(1);
  });
  it('are found in a file that imports itself', () => {
    expect(circles([parse('risk/a.ts', "import { A } from './a.js';")])).toHaveLength(1);
  });
  it('are no two ways to one file', () => {
    expect(circles([parse('risk/x.ts', "import './a.js'; import './b.js';"), a, b])).toEqual([]);
  });
});

describe('forwardRef', () => {
  it('is nowhere in src', () => expect(forwardRefs(sources())).toEqual([]));
  it('is found', () => {
    expect(forwardRefs([parse('risk/a.ts', '@Inject(forwardRef(() => B)) b: B;')])).toHaveLength(1);
  });
});
