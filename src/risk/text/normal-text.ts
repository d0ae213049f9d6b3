import { Buffer } from 'node:buffer';
import { latinLooks } from './confusables.js';
import { fold, isBidi, isTag } from './fold.js';

/** How often a text hides what it says from the eye. */
export interface Disguises {
  /** Invisible characters between two letters of ASCII: nobody writes English like that. */
  readonly invisible: number;
  /** Marks that turn the direction of text without need. */
  readonly bidi: number;
  /** Tag characters: text that isn't shown at all. */
  readonly tags: number;
  /** Letters of another script within Latin words. */
  readonly confusable: number;
  /** Letters of ASCII in a styled form: bold mathematical ones, circled ones. */
  readonly styled: number;
}

/** A text in the one form in which all rules read it. */
export interface NormalText {
  readonly original: string;
  /** Folded, with its case. */
  readonly plain: string;
  /** `plain` in lower case, of the same length. */
  readonly lower: string;
  readonly disguises: Disguises;
  /** Where in the original a part of `plain` came from.
   * @param start index into `plain`
   * @param end index after the part's last character
   * @returns indices into the original */
  readonly origin: (start: number, end: number) => Span;
}

/** A part of a text: UTF-16 indices, the end is exclusive. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

const NOTHING_HIDDEN: Disguises = { invisible: 0, bidi: 0, tags: 0, confusable: 0, styled: 0 };
const ASCII_ONLY = /^[\0-\x7f]*$/;
const MAX_EXPANSION = 4;

/** Brings a text into the form in which rules read it. Linear; text of ASCII is only lower-cased.
 * @param original any string */
export function normalText(original: string): NormalText {
  if (ASCII_ONLY.test(original)) {
    return { original, plain: original, lower: original.toLowerCase(), disguises: NOTHING_HIDDEN, origin: asItIs };
  }
  const { units, from, length, counts } = foldAll(original);
  const folded = Buffer.from(units.buffer, 0, length * 2).toString('utf16le');
  const { text: plain, replaced } = latinLooks(folded);
  const origin = (start: number, end: number): Span => ({
    start: from[start] ?? original.length,
    end: end > start ? endOf(original, from[end - 1] ?? 0) : (from[start] ?? original.length),
  });
  const lowered = plain.toLowerCase();
  const lower = lowered.length === plain.length ? lowered : plain;
  return { original, plain, lower, disguises: { ...counts, confusable: replaced }, origin };
}

/** Text of ASCII is its own normal form. */
function asItIs(start: number, end: number): Span {
  return { start, end };
}

function endOf(text: string, index: number): number {
  return index + ((text.codePointAt(index) ?? 0) > 0xffff ? 2 : 1);
}

/** The folded units of a text, and where each comes from. Most texts get no longer by it: the tables only grow with
 * those that do. */
function foldAll(text: string) {
  const counts = { invisible: 0, bidi: 0, tags: 0, styled: 0 };
  let units = new Uint16Array(text.length + MAX_EXPANSION);
  let from = new Int32Array(text.length + MAX_EXPANSION + 1);
  let length = 0;
  for (let index = 0; index < text.length;) {
    const unit = text.charCodeAt(index);
    if (unit < 0x80) {
      units[length] = unit;
      from[length++] = index++;
      continue;
    }
    const needed = length + MAX_EXPANSION + text.length - index;
    if (needed > units.length) {
      const [more, places] = [new Uint16Array(needed * 2), new Int32Array(needed * 2 + 1)];
      more.set(units);
      places.set(from);
      [units, from] = [more, places];
    }
    const code = text.codePointAt(index) ?? 0;
    const folded = fold(code);
    const width = code > 0xffff ? 2 : 1;
    if (folded === '') {
      if (isBidi(code)) counts.bidi++;
      else if (isLetter(units[length - 1]) && isLetter(text.charCodeAt(index + width))) counts.invisible++;
    } else if (isTag(code)) counts.tags++;
    else if (isStyled(code, folded)) counts.styled++;
    for (let unit = 0; unit < folded.length; unit++) {
      units[length] = folded.charCodeAt(unit);
      from[length++] = index;
    }
    index += width;
  }
  from[length] = text.length;
  return { units, from, length, counts };
}

/** Full-width letters are how East Asian text writes Latin, accents how Europe does. */
function isStyled(code: number, folded: string): boolean {
  return ((code >= 0x1d400 && code <= 0x1d7ff) || (code >= 0x24b6 && code <= 0x24e9)) && folded.charCodeAt(0) < 0x80;
}

function isLetter(code: number | undefined): boolean {
  return code !== undefined && ((code >= 0x41 && code <= 0x5a) || (code >= 0x61 && code <= 0x7a));
}
