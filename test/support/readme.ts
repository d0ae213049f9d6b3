import { readFileSync } from 'node:fs';
import path from 'node:path';

const README = path.resolve(import.meta.dirname, '../../README.md');

/** A fenced block of the README. */
export interface CodeBlock {
  readonly language: string;
  readonly text: string;
}

/** The fenced blocks below a heading of the second level, in order.
 * @throws Error where there is no such heading */
export function blocksBelow(heading: string): CodeBlock[] {
  const section = readFileSync(README, 'utf8')
    .split(/^## /m)
    .find((part) => part.startsWith(`${heading}\n`));
  if (section === undefined) throw new Error(`the README has no section "${heading}"`);
  return [...section.matchAll(/^```(\w+)\n([\s\S]*?)^```$/gm)].map(([, language = '', text = '']) => ({
    language,
    text,
  }));
}

/** A block that begins with the path of a file, `// src/risk/detectors/index.ts`. */
export interface FileBlock {
  readonly file: string;
  readonly text: string;
}

/** The blocks below a heading that name a file. */
export function fileBlocksBelow(heading: string): FileBlock[] {
  return blocksBelow(heading).flatMap(({ text }) => {
    const [first = '', ...rest] = text.split('\n');
    const file = /^\/\/ (src\/\S+\.ts)$/.exec(first)?.[1];
    return file === undefined ? [] : [{ file, text: rest.join('\n') }];
  });
}
