import type { Pace } from '../lib/pace.js';
import { MAX_MATCH_CHARS, MAX_READ_CHARS, WINDOW_CHARS } from './custom-pattern.js';
import type { Span } from './text/normal-text.js';

/** What is asked of a compiled pattern. */
interface Regex {
  matcher(text: string): { find(from: number): boolean; start(): number; end(): number };
}

/** Matches of one pattern in one text that are told. */
const MAX_MATCHES = 3;

/** Windows that are read at most, three times what a text takes: a pattern that matches nothing at each place would
 * read one for each. */
const MAX_WINDOWS = 50;

/** The first matches of a customer's pattern in the beginning of a text, read window by window: one look at the
 * whole could hold the process for a quarter of a second. A window knows what stands before it, so that `^` and
 * `\b` mean what they say.
 * @param pace is asked before each window */
export async function customMatches(regex: Regex, text: string, pace: Pace): Promise<readonly Span[]> {
  const read = text.slice(0, MAX_READ_CHARS);
  const found: Span[] = [];
  for (
    let from = 0, windows = 0;
    from < read.length && windows < MAX_WINDOWS && found.length < MAX_MATCHES;
    windows++
  ) {
    if (pace.isDue()) await pace.rest();
    const end = Math.min(read.length, from + WINDOW_CHARS);
    const matcher = regex.matcher(read.slice(0, end));
    const [at, to] = matcher.find(from) ? [matcher.start(), matcher.end()] : [end, end];
    // What touches the window's end may be longer, or end there only because the window does: it is read again from
    // its beginning.
    const isCut = to === end && end < read.length && at > from;
    if (to > at && !isCut) found.push({ start: at, end: to });
    if (isCut) from = Math.max(from + 1, Math.min(at, end - MAX_MATCH_CHARS));
    else from = Math.max(from + 1, to);
  }
  return found;
}
