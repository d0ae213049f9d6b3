/** Where a part of a regular expression's source begins and ends. */
interface Part {
  readonly start: number;
  readonly end: number;
}

/** A text for each part of a regular expression that may be left out or repeated. */
export interface RepeatedText {
  /** What stands before the part. */
  readonly before: string;
  /** What matches the part once. */
  readonly once: string;
}

const QUANTIFIER = /(?:[*+?]|\{(\d+)(?:,\d*)?\})\??/y;
const ESCAPE = /\\(?:k<\w+>|u[\da-f]{4}|x[\da-f]{2}|[\s\S])/iy;
const SET = /\[(?:\\[\s\S]|[^\]\\])*\]/y;
const OPEN = /\((?:\?(?:<?[=!]|<\w+>|:))?/y;
/** What is tried for a class of characters, in this order. */
const SAMPLES = Array.from('aA1 \n\\/-=.:_+@"x#zZ9~é密');

/** Makes texts of a regular expression's source: enough of its syntax is known for those of the rules. What looks
 * around reads nothing, alternatives are taken in turns.
 * @param choice which alternative and which character of a class is taken, from 0 */
export class RegexTexts {
  readonly repeated: RepeatedText[] = [];
  private at = 0;

  constructor(
    private readonly source: string,
    private readonly choice: number,
  ) {}

  /** A text that matches, but for what looks around. */
  whole(): string {
    return this.alternatives('');
  }

  private alternatives(before: string): string {
    const texts = [this.sequence(before)];
    while (this.source[this.at] === '|') {
      this.at++;
      texts.push(this.sequence(before));
    }
    return texts[this.choice % texts.length] ?? '';
  }

  private sequence(before: string): string {
    let text = '';
    while (this.at < this.source.length && !'|)'.includes(this.source[this.at] ?? '')) {
      const once = this.atom(before + text);
      const quantifier = this.token(QUANTIFIER);
      if (quantifier === null) text += once;
      else {
        this.repeated.push({ before: before + text, once });
        text += once.repeat(quantifier.startsWith('+') ? 1 : Number(/\d+/.exec(quantifier)?.[0] ?? 0));
      }
    }
    return text;
  }

  private atom(before: string): string {
    const open = this.token(OPEN);
    if (open !== null) {
      const text = this.alternatives(before);
      this.at++;
      return /[=!]$/.test(open) ? '' : text;
    }
    const part: Part = { start: this.at, end: this.at };
    const token = this.token(SET) ?? this.token(ESCAPE) ?? this.source[this.at++] ?? '';
    if (part.start === this.at || '^$'.includes(token) || /^\\[bBk]/.test(token)) return '';
    if (token.length === 1 && token !== '.') return token;
    const fits = SAMPLES.filter((sample) => new RegExp(`^${token}$`, 'i').test(sample));
    return fits[this.choice % Math.max(1, fits.length)] ?? token.slice(1, 2);
  }

  private token(pattern: RegExp): string | null {
    pattern.lastIndex = this.at;
    const token = pattern.exec(this.source)?.[0] ?? null;
    this.at += token?.length ?? 0;
    return token;
  }
}
