import { describe, expect, it } from 'vitest';
import { csvLine } from './csv.js';

describe(csvLine.name, () => {
  it.each([
    { of: 'texts and numbers', cells: ['a', 1.5, -2], line: 'a,1.5,-2' },
    { of: 'nothing', cells: ['', null, 0], line: ',,0' },
    { of: 'commas', cells: ['a,b'], line: '"a,b"' },
    { of: 'quotes', cells: ['say "no"', '"'], line: '"say ""no""",""""' },
    { of: 'lines', cells: ['a\nb', 'c\r\nd'], line: '"a\nb","c\r\nd"' },
    { of: 'a formula', cells: ['=HYPERLINK("http://x","y")'], line: `"'=HYPERLINK(""http://x"",""y"")"` },
    { of: 'other beginnings of one', cells: ['+1', '-1', '@a'], line: `"'+1","'-1","'@a"` },
    { of: 'blanks before one', cells: ['\t=1', '\r=1', '\n=1'], line: `"'\t=1","'\r=1","'\n=1"` },
    { of: 'wide signs, which some programs read', cells: ['＝1', '＠a'], line: `"'＝1","'＠a"` },
    { of: 'a sign in the middle', cells: ['1=1', 'a-b'], line: '1=1,a-b' },
  ])('writes $of', ({ cells, line }) => expect(csvLine(cells)).toBe(`${line}\r\n`));
});
