import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { llmEvent } from '../support/factories.js';
import { createTestApp, type TestApp } from '../support/test-app.js';

const BEGINNINGS = ['=1', '+1', '-1', '@a', '＝1', '＋1', '－1', '＠a', ' =1', '\u{feff}=1', '\u{a0}=1', '"=1"'];
const BEFORE = ['', ';', '\n', '\r\n', '\r', '\t', '|', 'a;', 'a\n', 'a\t', 'a|', 'a; ', 'a;;', '"a";'];

/** How a program reads a file that takes one character for the separator of cells and knows quotes where a cell
 * begins with one. */
function cellsOf(text: string, separator: string): string[] {
  const cells: string[] = [];
  let [cell, isQuoted] = ['', false];
  for (let at = 0; at < text.length; at++) {
    const char = text.charAt(at);
    if (isQuoted && char === '"' && text.charAt(at + 1) === '"') cell += text.charAt(++at);
    else if (char === '"' && (isQuoted || cell === '')) isQuoted = !isQuoted;
    else if (!isQuoted && (char === separator || char === '\n' || char === '\r')) {
      cells.push(cell);
      cell = '';
    } else cell += char;
  }
  return [...cells, cell];
}

const RUNS = /^[\p{Z}\p{C}"]*[=+@＝＋－＠]|^[\p{Z}\p{C}"]*-(?!\d+(\.\d+)?$)/u;

describe('a table of events', () => {
  let app: TestApp, text: string;
  beforeAll(async () => {
    app = await createTestApp();
    const member = await app.join();
    const prompts = BEFORE.flatMap((before) => BEGINNINGS.map((beginning) => `${before}${beginning}`));
    const events = prompts.map((prompt) => llmEvent({ prompt, response: prompt }));
    await member.post('/ingest/llm', { events }).expect(200);
    text = (await member.get('/events/llm/export?format=csv').buffer(true).expect(200)).text;
  });
  afterAll(() => app.close());

  it.each([',', ';', '\t', '|'])('hostile-133: has no formula for a program that separates by %j', (separator) => {
    expect(cellsOf(text, separator).filter((cell) => RUNS.test(cell))).toEqual([]);
  });
});
