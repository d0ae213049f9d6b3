import { escapeEnd, numberEnd, unexpected, wordEnd } from './json-tokens.js';

/** What a scan finds on the two outer levels of a JSON text. Places are offsets of bytes; an end is exclusive. */
export interface JsonVisitor {
  /** A key of the outermost object, with its quotes. */
  key(from: number, to: number): void;
  /** The value of that key; of an outermost list one of its items.
   * @param values values and keys in it at every level, itself included
   * @param levels lists and objects in each other in it; 0 where it is neither */
  value(from: number, to: number, values: number, levels: number): void;
  /** An item of a list that is the value of a key of the outermost object; called before the value that it is in. */
  item(from: number, to: number, values: number): void;
}

/** What may come next. */
const VALUE = 0;
const VALUE_OR_END = 1;
const KEY = 2;
const KEY_OR_END = 3;
const COLON = 4;
const COMMA_OR_END = 5;
const IN_TEXT = 6;
const IN_KEY = 7;
const NOTHING = 8;

const OBJECT = 1;
const LIST = 0;

const [QUOTE, BACKSLASH, COMMA, COLON_SIGN] = [0x22, 0x5c, 0x2c, 0x3a];
const [BRACE, BRACE_END, BRACKET, BRACKET_END] = [0x7b, 0x7d, 0x5b, 0x5d];
const SPACE = 0x20;
const WORDS: Readonly<Record<number, Buffer>> = {
  0x74: Buffer.from('true'),
  0x66: Buffer.from('false'),
  0x6e: Buffer.from('null'),
};
/** Checks a JSON text (RFC 8259) without building anything of it, as many bytes at a time as it is asked for: it
 * takes exactly what JSON.parse takes. Objects in lists in objects may be nested as deeply as the text is long. */
export class JsonScanner {
  /** The byte that the outermost value begins with; 0 before that. */
  root = 0;
  private at: number;
  private state = VALUE;
  private depth = 0;
  /** A bit a level: whether it is an object. */
  private levels = new Uint8Array(64);
  /** Values and keys so far. */
  private values = 0;
  private textFrom = 0;
  /** The deepest level since a value of the outermost one began. */
  private deepest = 0;
  private readonly outer = { from: 0, values: 0 };
  private readonly inner = { from: 0, values: 0 };

  /** @param bytes valid UTF-8
   * @param from where the text begins */
  constructor(
    private readonly bytes: Uint8Array,
    private readonly visitor: JsonVisitor,
    from = 0,
  ) {
    this.at = from;
  }

  /** Goes on from where it stopped.
   * @param until the byte before which it may stop
   * @returns whether it has come to the end
   * @throws SyntaxError where the text is no JSON; its words repeat nothing of it */
  scan(until: number): boolean {
    const { bytes } = this;
    const end = Math.min(until, bytes.length);
    while (this.at < end) {
      if (this.state >= IN_TEXT && this.state !== NOTHING) {
        this.text(end);
        continue;
      }
      const byte = bytes[this.at] ?? 0;
      if (byte === SPACE || byte === 0x0a || byte === 0x0d || byte === 0x09) this.at++;
      else this.token(byte);
    }
    if (this.at < bytes.length) return false;
    if (this.state !== NOTHING) throw new SyntaxError('the text ends early');
    return true;
  }

  private token(byte: number): void {
    switch (this.state) {
      case COMMA_OR_END:
        if (byte === COMMA) return this.comma();
        return this.close(byte);
      case COLON:
        if (byte !== COLON_SIGN) throw unexpected();
        this.at++;
        this.state = VALUE;
        return;
      case KEY:
      case KEY_OR_END:
        if (byte !== QUOTE) {
          if (this.state === KEY) throw unexpected();
          return this.close(byte);
        }
        this.values++;
        return this.openText(IN_KEY);
      case VALUE_OR_END:
        if (byte === BRACKET_END) return this.close(byte);
        return this.value(byte);
      case VALUE:
        return this.value(byte);
      default:
        throw unexpected();
    }
  }

  private value(byte: number): void {
    if (this.depth === 0) this.root = byte;
    else if (this.depth === 1) {
      this.begin(this.outer);
      this.deepest = 1;
    } else if (this.depth === 2) this.begin(this.inner);
    this.values++;
    if (byte === QUOTE) this.openText(IN_TEXT);
    else if (byte === BRACE || byte === BRACKET) this.open(byte === BRACE ? OBJECT : LIST);
    else {
      const word = WORDS[byte];
      this.at = word === undefined ? numberEnd(this.bytes, this.at) : wordEnd(this.bytes, this.at, word);
      this.ended();
    }
  }

  private begin(place: { from: number; values: number }): void {
    place.from = this.at;
    place.values = this.values;
  }

  private open(kind: number): void {
    const { depth } = this;
    if (depth >> 3 >= this.levels.length) {
      const longer = new Uint8Array(2 * this.levels.length);
      longer.set(this.levels);
      this.levels = longer;
    }
    const bit = 1 << (depth & 7);
    const others = (this.levels[depth >> 3] ?? 0) & ~bit;
    this.levels[depth >> 3] = kind === OBJECT ? others | bit : others;
    this.depth++;
    if (this.depth > this.deepest) this.deepest = this.depth;
    this.at++;
    this.state = kind === OBJECT ? KEY_OR_END : VALUE_OR_END;
  }

  /** What the innermost level is. */
  private kind(): number {
    const last = this.depth - 1;
    return ((this.levels[last >> 3] ?? 0) >> (last & 7)) & 1;
  }

  private close(byte: number): void {
    if (byte !== (this.kind() === OBJECT ? BRACE_END : BRACKET_END)) throw unexpected();
    this.depth--;
    this.at++;
    this.ended();
  }

  private comma(): void {
    this.at++;
    this.state = this.kind() === OBJECT ? KEY : VALUE;
  }

  /** After a value, `at` behind it. */
  private ended(): void {
    const { depth, at, values, outer, inner } = this;
    if (depth === 1) this.visitor.value(outer.from, at, values - outer.values, this.deepest - 1);
    else if (depth === 2 && this.isItem()) this.visitor.item(inner.from, at, values - inner.values);
    this.state = depth === 0 ? NOTHING : COMMA_OR_END;
  }

  /** On the second level: whether that is a list in an object. */
  private isItem(): boolean {
    return ((this.levels[0] ?? 0) & 3) === OBJECT;
  }

  private openText(state: number): void {
    this.textFrom = this.at;
    this.at++;
    this.state = state;
  }

  /** Goes on in a text, up to a byte or a little further. */
  private text(end: number): void {
    const { bytes } = this;
    let { at } = this;
    while (at < end) {
      const byte = bytes[at] ?? 0;
      if (byte === QUOTE) {
        this.at = at + 1;
        if (this.state === IN_TEXT) return this.ended();
        if (this.depth === 1) this.visitor.key(this.textFrom, this.at);
        this.state = COLON;
        return;
      }
      if (byte < SPACE) throw unexpected();
      at = byte === BACKSLASH ? escapeEnd(bytes, at) : at + 1;
    }
    this.at = at;
  }
}
