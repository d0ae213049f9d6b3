import { posix } from 'node:path';
import * as ts from 'typescript';
import { describe, expect, it } from 'vitest';
import { finding, lineOf, nodesOf, parse, type Source, webSources } from './support/sources.js';

/** The folders of the web page and their ranks. A file imports its own folder and lower ones; screens never meet. */
const RANKS: ReadonlyMap<string, number> = new Map([
  ['lib', 0],
  ['api', 1],
  ['ui', 2],
  ['screens', 3],
  ['', 4],
]);

/** What comes from elsewhere: packages and the generated client. `lib` takes nothing from anywhere. */
const FOREIGN =
  /^(preact(\/hooks)?|uplot(\/dist\/uPlot\.min\.css)?|openapi-fetch|web\/src\/styles\/[\w-]+\.(css|svg)|clients\/typescript\/[\w.-]+)$/;

/** Ways to turn a text into markup or a program. */
const DANGEROUS = new Set([
  'innerHTML',
  'outerHTML',
  'insertAdjacentHTML',
  'dangerouslySetInnerHTML',
  'write',
  'writeln',
  'eval',
  'Function',
  'srcdoc',
  'createContextualFragment',
]);

function folderOf(path: string): string {
  const [, , folder = '', ...rest] = path.split('/');
  return rest.length === 0 ? '' : folder;
}

function screenOf(path: string): string {
  return folderOf(path) === 'screens' ? (path.split('/')[3] ?? '') : '';
}

/** The page knows nothing of the server but its API. */
function wrongImports(files: readonly Source[]): string[] {
  return files.flatMap((source) =>
    source.imports.flatMap(({ specifier, line }) => {
      const target = specifier.startsWith('.') ? posix.join(posix.dirname(source.path), specifier) : specifier;
      return isAllowed(source.path, target) ? [] : [finding(source, line, `must not import ${specifier}`)];
    }),
  );
}

function isAllowed(path: string, target: string): boolean {
  const own = folderOf(path);
  if (FOREIGN.test(target)) return own !== 'lib';
  if (!target.startsWith('web/src/')) return false;
  const other = folderOf(target);
  if (own === 'screens' && other === 'screens') return screenOf(path) === screenOf(target);
  return other === own || (RANKS.get(other) ?? Infinity) < (RANKS.get(own) ?? -1);
}

/** Texts of customers stay texts. */
function dangers(files: readonly Source[]): string[] {
  return files.flatMap((source) =>
    nodesOf(source.ast)
      .filter((node) => ts.isIdentifier(node) && DANGEROUS.has(node.text))
      .map((node) => finding(source, lineOf(node), `must not use ${node.getText()}`)),
  );
}

describe('the web page', () => {
  it('imports itself, from the top down, and nothing of the server', () =>
    expect(wrongImports(webSources().filter(({ role }) => role !== 'spec'))).toEqual([]));

  it('never turns a text into markup', () => expect(dangers(webSources())).toEqual([]));

  it('is looked at', () => expect(webSources().map(({ path }) => path)).toContain('web/src/app.tsx'));

  it.each([
    { verdict: 1, what: 'a file of the server', path: 'ui/a.tsx', specifier: '../../../src/lib/clamp.js' },
    { verdict: 1, what: 'a higher folder', path: 'api/a.ts', specifier: '../ui/link.js' },
    { verdict: 1, what: 'another screen', path: 'screens/alerts/a.tsx', specifier: '../events/filter-bar.js' },
    { verdict: 1, what: 'a strange package', path: 'ui/a.tsx', specifier: 'lodash' },
    { verdict: 1, what: 'a package, from lib', path: 'lib/a.ts', specifier: 'preact' },
    { verdict: 0, what: 'a lower folder', path: 'screens/alerts/a.tsx', specifier: '../../api/client.js' },
    { verdict: 0, what: 'its own screen', path: 'screens/alerts/a.tsx', specifier: './b.js' },
    { verdict: 0, what: 'the view library', path: 'ui/a.tsx', specifier: 'preact/hooks' },
    { verdict: 0, what: 'the generated client', path: 'api/a.ts', specifier: '../../../clients/typescript/schema.js' },
  ])('has $verdict fault in importing $what', ({ verdict, path, specifier }) => {
    expect(wrongImports([parse(`web/src/${path}`, `import { a } from '${specifier}';`)])).toHaveLength(verdict);
  });

  it.each([
    { verdict: 1, text: 'element.innerHTML = text;' },
    { verdict: 1, text: 'const a = <p dangerouslySetInnerHTML={{ __html: text }} />;' },
    { verdict: 1, text: 'document.write(text);' },
    { verdict: 0, text: 'const a = <p title="innerHTML">{text}</p>;' },
  ])('has $verdict danger in: $text', ({ verdict, text }) => {
    expect(dangers([parse('web/src/ui/a.tsx', text)])).toHaveLength(verdict);
  });
});
