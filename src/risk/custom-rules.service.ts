import { Injectable } from '@nestjs/common';
import type { RE2JS } from 're2js';
import { BoundedMap } from '../lib/bounded-map.js';
import { type Fault, ValidationFailed } from '../platform/errors/app-error.js';
import {
  type CustomPattern,
  type CustomRule,
  MAX_READ_CHARS,
  MAX_STEPS,
  MAX_STEPS_TOGETHER,
} from './custom-pattern.js';
import type { Span } from './text/normal-text.js';

/** Matches of one pattern in one text that are told. */
const MAX_MATCHES = 3;

/** Compiled patterns held at once, of all organizations together. */
const MAX_HELD = 500;

/** Makes rules of customers' patterns. They run on RE2's automaton, which no text makes slow; it is loaded with the first
 * pattern, so that whoever has none doesn't pay for it. */
@Injectable()
export class CustomRulesService {
  private readonly compiled = new BoundedMap<RE2JS>(MAX_HELD);

  /** The rules of patterns that were accepted once. */
  async rulesOf(patterns: readonly CustomPattern[]): Promise<readonly CustomRule[]> {
    const rules: CustomRule[] = [];
    for (const pattern of patterns) {
      const regex = await this.compile(pattern.pattern);
      rules.push({ ...pattern, find: (text) => matchesOf(regex, text) });
    }
    return rules;
  }

  /** Accepts patterns or says what is wrong with them.
   * @throws ValidationFailed naming each pattern that isn't RE2's, is too costly or matches nothing at all, and names that are
   * used twice */
  async check(patterns: readonly CustomPattern[]): Promise<void> {
    const faults: Fault[] = [];
    let steps = 0;
    for (const [index, { name, pattern }] of patterns.entries()) {
      const fault = (field: string, code: string, msg: string) =>
        faults.push({ loc: ['body', 'patterns', index, field], code, msg });
      if (patterns.findIndex((other) => other.name === name) < index) {
        fault('name', 'duplicate', 'must be unique among the patterns');
      }
      const checked = await this.checked(pattern);
      if (typeof checked === 'string') fault('pattern', 'invalid_pattern', checked);
      else if ((steps += checked) > MAX_STEPS_TOGETHER) fault('pattern', 'too_costly', TOGETHER);
    }
    if (faults.length > 0) throw new ValidationFailed(faults);
  }

  /** @returns the steps it comes to, or what is wrong with it */
  private async checked(pattern: string): Promise<number | string> {
    try {
      const regex = await this.compile(pattern);
      if (regex.programSize() > MAX_STEPS) return `must be simpler: it comes to more than ${MAX_STEPS} steps`;
      return regex.matcher('').find() ? 'must not match an empty text' : regex.programSize();
    } catch (error) {
      const { RE2JSSyntaxException } = await import('re2js');
      // The description is a fixed sentence; the message would repeat a part of the pattern.
      const why = error instanceof RE2JSSyntaxException ? `: ${error.getDescription()}` : '';
      return `must be a regular expression of RE2${why}`;
    }
  }

  private async compile(pattern: string): Promise<RE2JS> {
    const known = this.compiled.get(pattern);
    if (known !== undefined) return known;
    const { RE2JS } = await import('re2js');
    const regex = RE2JS.compile(pattern);
    this.compiled.set(pattern, regex);
    return regex;
  }
}

const TOGETHER = `must be simpler: all patterns together come to more than ${MAX_STEPS_TOGETHER} steps`;

function matchesOf(regex: RE2JS, text: string): Span[] {
  const matcher = regex.matcher(text.length > MAX_READ_CHARS ? text.slice(0, MAX_READ_CHARS) : text);
  const found: Span[] = [];
  while (found.length < MAX_MATCHES && matcher.find()) {
    if (matcher.end() > matcher.start()) found.push({ start: matcher.start(), end: matcher.end() });
  }
  return found;
}
