import type { Span } from '../text/normal-text.js';
import { patterns } from './patterns.js';
import type { PatternRule } from './pattern-rule.js';

/** Where a pattern matches in a normal form. */
export interface PatternHit extends Span {
  readonly rule: PatternRule;
}

/** What a rule left unread. */
export interface UnreadSpan {
  /** What the rule would have found is evidence for. */
  readonly flag: string;
  start: number;
  end: number;
}

/** What is wanted of a search. */
export interface SearchOptions {
  /** Matches of one rule after which it has said enough; all by default. */
  readonly enough?: number;
  /** Matches that don't count, because they are known to be harmless: they aren't told, and others are looked for. */
  readonly isHarmless?: (hit: PatternHit) => boolean;
  /** Only rules with these flags are asked; all by default. */
  readonly flags?: readonly string[];
}

/** The work that a text is worth, for rules that are tried at keywords and for those that read stretches: this much,
 * and so much more for each of its characters. A hundred thousand characters of nothing but secrets stay within it;
 * what is repeated to wear it out takes ten milliseconds at most. */
const WORK = {
  tries: { always: 500_000, aCharacter: 8 },
  stretches: { always: 500_000, aCharacter: 16 },
};

/** What it costs to try a pattern once, and to look at a match more closely, for itself and for each of its
 * characters. */
const A_TRY = 16;
const A_LOOK = 60;
const A_LOOK_A_CHAR = 4;
const A_LOOK_IN_A_STRETCH = 150;

/** More matches than there can be. */
const NOT_ASKED = 1 << 30;

/** The search of all rules in one text. */
export class PatternSearch {
  readonly hits: PatternHit[] = [];
  readonly unread: UnreadSpan[] = [];
  /** By rule: where its last match ends, its matches. */
  private readonly done = new Int32Array(patterns.length);
  private readonly found = new Int32Array(patterns.length);
  private readonly stretches = new Map<number, { start: number; end: number }[]>();
  private readonly enough: number;
  /** Work that is left. */
  private triesLeft: number;
  private stretchesLeft: number;

  /** @param text a normal form with its case */
  constructor(
    private readonly text: string,
    private readonly options: SearchOptions,
  ) {
    this.enough = options.enough ?? NOT_ASKED;
    const { flags } = options;
    if (flags !== undefined)
      patterns.forEach(({ flag }, index) => flags.includes(flag) || (this.found[index] = NOT_ASKED));
    const [tries, stretches] = [WORK.tries, WORK.stretches].map((work) => work.always + work.aCharacter * text.length);
    this.triesLeft = tries ?? 0;
    this.stretchesLeft = stretches ?? 0;
  }

  /** Tries a rule where its keyword stands.
   * @param sticky its pattern */
  tryAt(index: number, sticky: RegExp, at: number): void {
    const rule = patterns[index];
    // Within a value that was found nothing is to be found any more.
    if (rule === undefined || at < this.doneOf(index) || this.foundOf(index) >= this.enough) return;
    if (this.triesLeft <= 0) return this.leave(rule, at, at + rule.after);
    this.triesLeft -= A_TRY;
    sticky.lastIndex = at;
    const match = sticky.exec(this.text);
    if (match === null) return;
    const head = match.groups?.['head'];
    const whole = head === undefined ? match[0] : head + match[0];
    const value = match.groups?.['value'] ?? (head === undefined ? (match[1] ?? whole) : whole);
    this.triesLeft -= A_LOOK + A_LOOK_A_CHAR * whole.length;
    this.look(index, rule, { at: at - (head?.length ?? 0), whole, value });
  }

  /** Notes that a rule is to be searched around a keyword. Stretches that overlap become one. */
  addStretch(index: number, at: number): void {
    const { before = 0, after } = patterns[index] ?? { after: 0 };
    const [start, end] = [Math.max(0, at - before), Math.min(this.text.length, at + after)];
    const own = this.stretches.get(index);
    const last = own?.at(-1);
    if (own === undefined) this.stretches.set(index, [{ start, end }]);
    else if (last === undefined || start > last.end) own.push({ start, end });
    else {
      last.start = Math.min(last.start, start);
      last.end = Math.max(last.end, end);
    }
  }

  /** Searches a rule in the stretches noted for it. */
  readStretches(index: number): void {
    this.read(index, this.stretches.get(index) ?? []);
  }

  /** Searches a rule in stretches of the text. */
  read(index: number, stretches: readonly Span[]): void {
    const rule = patterns[index];
    if (rule === undefined) return;
    for (const { start, end } of stretches) this.readStretch(index, rule, { start, end });
  }

  private readStretch(index: number, rule: PatternRule, { start, end }: Span): void {
    const { pattern } = rule;
    const text = this.text.slice(start, end);
    this.stretchesLeft -= text.length;
    pattern.lastIndex = 0;
    while (this.foundOf(index) < this.enough) {
      if (this.stretchesLeft <= 0) return this.leave(rule, start + pattern.lastIndex, end);
      const match = pattern.exec(text);
      if (match === null) return;
      const [whole] = match;
      this.stretchesLeft -= A_LOOK_IN_A_STRETCH + whole.length;
      const seenTo = this.look(index, rule, { at: start + match.index, whole, value: match[1] ?? whole });
      // What was no match as a whole may hold one that begins later.
      pattern.lastIndex = Math.max(match.index + 1, seenTo - start);
    }
  }

  /** Looks at a match more closely, and notes what it holds.
   * @returns where to look for the next one; 0: right behind its beginning */
  private look(
    index: number,
    rule: PatternRule,
    { at, whole, value }: { readonly at: number; readonly whole: string; readonly value: string },
  ): number {
    const { accepts, partsOf } = rule;
    const start = at + whole.lastIndexOf(value);
    if (accepts === undefined ? partsOf === undefined : accepts(value, whole)) {
      this.note(index, rule, { start, end: this.endOf(rule, start + value.length) });
      return at + whole.length;
    }
    const parts = partsOf?.(value) ?? [];
    for (const part of parts) this.note(index, rule, { start: start + part.start, end: start + part.end });
    return accepts === undefined ? at + whole.length : start + (parts.at(-1)?.end ?? 0);
  }

  /** A value may be longer than its pattern reads. */
  private endOf({ goesOn, endOf }: PatternRule, end: number): number {
    const last = endOf?.(this.text, end) ?? end;
    if (goesOn === undefined || last > end) return last;
    goesOn.lastIndex = end;
    return end + (goesOn.exec(this.text)?.[0].length ?? 0);
  }

  private note(index: number, rule: PatternRule, { start, end }: Span): void {
    if (end <= this.doneOf(index)) return;
    this.done[index] = end;
    const hit = { rule, start, end };
    if (this.options.isHarmless?.(hit) === true) return;
    this.hits.push(hit);
    this.found[index] = this.foundOf(index) + 1;
  }

  /** One span of each flag: it is texts made to be too much that come here, and what they hold isn't worth telling
   * apart. */
  private leave({ flag, endOf }: PatternRule, start: number, end: number): void {
    let last = this.unread.find((span) => span.flag === flag);
    if (last === undefined) this.unread.push((last = { flag, start, end: start }));
    last.start = Math.min(last.start, start);
    if (end <= last.end) return;
    last.end = Math.min(this.text.length, endOf?.(this.text, end) ?? end);
    // A value may be longer than its rule reads: it ends with its word.
    while (last.end < this.text.length && !isGap(this.text.charCodeAt(last.end))) last.end++;
  }

  private doneOf(index: number): number {
    return this.done[index] ?? 0;
  }

  private foundOf(index: number): number {
    return this.found[index] ?? 0;
  }
}

function isGap(code: number): boolean {
  return code <= 0x20;
}
