import { readdirSync, readFileSync } from 'node:fs';
import { posix } from 'node:path';
import { fileURLToPath } from 'node:url';
import * as ts from 'typescript';

/** One import of a file, in whichever way it is written: static, type-only, dynamic, as a type, or a re-export. */
export interface Import {
  /** As written, e.g. `../lib/clamp.js` or `node:fs`. */
  readonly specifier: string;
  /** The file of ours it names, relative to `src/` with `/`; null for a package. */
  readonly file: string | null;
  /** The names it takes, as the other file calls them. */
  readonly names: readonly string[];
  readonly line: number;
}

/** One parsed file of `src/`. */
export interface Source {
  /** Relative to `src/`, with `/`: `risk/detectors/length.ts`. */
  readonly path: string;
  /** The folder of `src/` it is in; `src` for a file directly in it. */
  readonly room: string;
  /** What its name says it is: `service` for `drift.service.ts`, `plain` for `ml-risk.ts`, `spec` for a test. */
  readonly role: string;
  readonly imports: readonly Import[];
  readonly ast: ts.SourceFile;
}

/** The room of a file.
 * @param path relative to `src/` */
export function roomOf(path: string): string {
  return path.includes('/') ? path.slice(0, path.indexOf('/')) : 'src';
}

/** The role of a file.
 * @param path relative to `src/` */
export function roleOf(path: string): string {
  return (
    posix
      .basename(path)
      .replace(/\.tsx?$/, '')
      .split('.')
      .slice(1)
      .pop() ?? 'plain'
  );
}

/** Parses one file.
 * @param path relative to `src/`; decides about room and role
 * @param text the file's content */
export function parse(path: string, text: string): Source {
  const ast = ts.createSourceFile(path, text, ts.ScriptTarget.Latest, true);
  return { path, room: roomOf(path), role: roleOf(path), imports: importsOf(ast, path), ast };
}

let parsed: readonly Source[] | undefined;

/** Every file of `src/`, parsed once. */
export function allSources(): readonly Source[] {
  parsed ??= parsedBelow('../../../src/', '');
  return parsed;
}

let parsedWeb: readonly Source[] | undefined;

/** Every file of the web page, parsed once; their paths begin with `web/src/`. */
export function webSources(): readonly Source[] {
  parsedWeb ??= parsedBelow('../../../web/src/', 'web/src/');
  return parsedWeb;
}

function parsedBelow(folder: string, prefix: string): readonly Source[] {
  const root = fileURLToPath(new URL(folder, import.meta.url));
  return readdirSync(root, { recursive: true, encoding: 'utf8' })
    .filter((path) => /\.tsx?$/.test(path))
    .map((path) => parse(`${prefix}${path.replaceAll('\\', '/')}`, readFileSync(`${root}${path}`, 'utf8')));
}

/** Every file of `src/` that is shipped: all but the tests. */
export function sources(): readonly Source[] {
  return allSources().filter(({ role }) => role !== 'spec');
}

/** All nodes below a node, itself first. */
export function nodesOf(node: ts.Node): readonly ts.Node[] {
  const nodes: ts.Node[] = [node];
  ts.forEachChild(node, (child) => void nodes.push(...nodesOf(child)));
  return nodes;
}

/** The line a node begins on, from 1, after its comments. */
export function lineOf(node: ts.Node): number {
  const ast = node.getSourceFile();
  return ast.getLineAndCharacterOfPosition(node.getStart(ast)).line + 1;
}

/** Words one finding of a rule, in the form that editors make a link of. */
export function finding(source: Source, line: number, what: string): string {
  const folder = source.path.startsWith('web/') ? '' : 'src/';
  return `${folder}${source.path}:${line} ${what}`;
}

function importsOf(ast: ts.SourceFile, path: string): readonly Import[] {
  return nodesOf(ast).flatMap((node) => {
    const specifier = specifierOf(node);
    if (specifier === undefined) return [];
    const names = nodesOf(node)
      .filter((part) => ts.isImportSpecifier(part) || ts.isExportSpecifier(part))
      .map((part) => (part.propertyName ?? part.name).text);
    return [{ specifier, file: fileOf(specifier, path), names, line: lineOf(node) }];
  });
}

function specifierOf(node: ts.Node): string | undefined {
  let specifier: ts.Node | undefined;
  if (ts.isImportDeclaration(node) || ts.isExportDeclaration(node)) specifier = node.moduleSpecifier;
  if (ts.isExternalModuleReference(node)) specifier = node.expression;
  if (ts.isImportTypeNode(node) && ts.isLiteralTypeNode(node.argument)) specifier = node.argument.literal;
  if (ts.isCallExpression(node) && isLoader(node.expression)) specifier = node.arguments[0];
  return specifier !== undefined && ts.isStringLiteralLike(specifier) ? specifier.text : undefined;
}

function isLoader(callee: ts.Node): boolean {
  return callee.kind === ts.SyntaxKind.ImportKeyword || (ts.isIdentifier(callee) && callee.text === 'require');
}

function fileOf(specifier: string, from: string): string | null {
  if (!specifier.startsWith('.')) return null;
  return posix.join(posix.dirname(from), specifier).replace(/\.js$/, '.ts');
}
