import { describe, expect, it } from 'vitest';
import { errorLine } from './error-line.js';

describe(errorLine.name, () => {
  it.each([
    { what: 'its message', error: new Error('No tea.'), line: 'No tea.' },
    { what: 'several lines as one', error: new Error('No tea:\n  no water\n'), line: 'No tea: no water' },
    { what: 'its cause', error: new Error('No tea.', { cause: new Error('no water') }), line: 'No tea. (no water)' },
    { what: 'nothing of a cause that is no error', error: new Error('No tea.', { cause: 1 }), line: 'No tea.' },
    { what: 'nothing of what is no error', error: 'secret', line: 'unknown error' },
  ])('says $what', ({ error, line }) => expect(errorLine(error)).toBe(line));
});
