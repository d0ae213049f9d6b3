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
    { of: 'separators before one', cells: ['\t=1', '\r=1', '\n=1'], line: `"'\t'=1","'\r'=1","'\n'=1"` },
    { of: 'a separator at the beginning', cells: ['\tx', ';x'], line: `"'\tx","';x"` },
    { of: 'blanks before one', cells: [' =1', '\u{a0}=1', '\u{3000}=1'], line: `"' =1","'\u{a0}=1","'\u{3000}=1"` },
    { of: 'invisible characters before one', cells: ['\u{feff}=1', '\u{200b}@a'], line: `"'\u{feff}=1","'\u{200b}@a"` },
    {
      of: 'wide and small signs, which some programs read',
      cells: ['＝1', '＠a', '﹦1'],
      line: `"'＝1","'＠a","'﹦1"`,
    },
    { of: 'one after a separator of others', cells: ['a;=1', 'a|+1', 'a\t@b'], line: `"a;'=1","a|'+1","a\t'@b"` },
    { of: 'one on a line of its own', cells: ['a\n=1', 'a\r\n-1'], line: `"a\n'=1","a\r\n'-1"` },
    { of: 'one after a separator and blanks or quotes', cells: ['a; =1', 'a;"=1"'], line: `"a;' =1","a;'""=1"""` },
    { of: 'every one of several', cells: ['=1;=2\n=3'], line: `"'=1;'=2\n'=3"` },
    { of: 'numbers in a list, where our comma stands in quotes', cells: ['[1,-2]'], line: '"[1,-2]"' },
    { of: 'a sign in the middle', cells: ['1=1', 'a-b'], line: '1=1,a-b' },
  ])('writes $of', ({ cells, line }) => expect(csvLine(cells)).toBe(`${line}\r\n`));

  // Each would take minutes where a blank were looked at once for every separator before it.
  it.each([' ', '\n', ';', '"', '\u{feff}', '=', ';"', '\n '])('is soon done with a long text of %j', (piece) => {
    expect(csvLine([`${piece.repeat(200_000)}x`])).toContain(piece);
  });
});
