import { Injectable } from '@nestjs/common';
import type { RE2JS } from 're2js';
import { BoundedMap } from '../lib/bounded-map.js';
import { nextTurn } from '../lib/in-parts.js';
import { type Fault, ValidationFailed } from '../platform/errors/app-error.js';
import { customMatches } from './custom-matches.js';
import { type CustomPattern, type CustomRule, MAX_STEPS, MAX_STEPS_TOGETHER } from './custom-pattern.js';
import { patternCost } from './pattern-cost.js';

/** What compiled patterns held at once come to, of all organizations together, in steps: about 300 bytes each. */
const MAX_HELD_STEPS = 50_000;
/** A copied table of Unicode takes as much memory as so many steps do. */
const LISTED_A_STEP = 150;

/** A pattern is compiled only where its text bounds it to this: a few milliseconds. Simplifying makes fewer steps of
 * most texts than could be told beforehand, so that more is allowed here than it may come to in the end. */
const MAX_STEPS_TOLD = 8 * MAX_STEPS;
const MAX_LISTED = 250_000;

/** What is wrong with a pattern. */
interface Wrong {
  readonly says: string;
  /** Whether it was too much, so that whoever sent it gets no further ones looked at. */
  readonly isTooMuch: boolean;
}

/** Makes rules of customers' patterns. They run on RE2's automaton, which no text makes slow; it is loaded with the first
 * pattern, so that whoever has none doesn't pay for it. */
@Injectable()
export class CustomRulesService {
  private readonly held = new BoundedMap<RE2JS>(MAX_HELD_STEPS);

  /** The rules of patterns that were accepted once. Others get their turn after each that must be compiled. */
  async rulesOf(patterns: readonly CustomPattern[]): Promise<readonly CustomRule[]> {
    const rules: CustomRule[] = [];
    for (const pattern of patterns) {
      const regex = this.held.get(pattern.pattern) ?? (await this.compiledInTurn(pattern.pattern));
      this.hold(regex);
      rules.push({ ...pattern, find: (text, pace) => customMatches(regex, text, pace) });
    }
    return rules;
  }

  /** Accepts patterns or says what is wrong with them. What a pattern comes to is bounded by its text before it is
   * compiled, and the first one that is too costly ends it; others get their turn after each.
   * @throws ValidationFailed naming each pattern that isn't RE2's, is too costly or matches nothing at all, and
   * names that are used twice */
  async check(patterns: readonly CustomPattern[]): Promise<void> {
    const faults: Fault[] = [];
    const accepted: RE2JS[] = [];
    let steps = 0;
    for (const [index, { name, pattern }] of patterns.entries()) {
      const fault = (field: string, code: string, msg: string) =>
        faults.push({ loc: ['body', 'patterns', index, field], code, msg });
      if (patterns.findIndex((other) => other.name === name) < index) {
        fault('name', 'duplicate', 'must be unique among the patterns');
      }
      const checked = await this.checked(pattern);
      if ('says' in checked) {
        fault('pattern', 'invalid_pattern', checked.says);
        if (checked.isTooMuch) break;
      } else if ((steps += checked.programSize()) > MAX_STEPS_TOGETHER) {
        fault('pattern', 'too_costly', TOGETHER);
        break;
      } else accepted.push(checked);
    }
    if (faults.length > 0) throw new ValidationFailed(faults);
    for (const regex of accepted) this.hold(regex);
  }

  private async checked(pattern: string): Promise<RE2JS | Wrong> {
    const known = this.held.get(pattern);
    if (known !== undefined) return known;
    const { steps, listed } = patternCost(pattern);
    if (steps > MAX_STEPS_TOLD || listed > MAX_LISTED) return TOO_MUCH;
    try {
      const regex = await this.compiledInTurn(pattern);
      if (regex.programSize() > MAX_STEPS) return TOO_MUCH;
      return regex.matcher('').find() ? { says: 'must not match an empty text', isTooMuch: false } : regex;
    } catch (error) {
      const { RE2JSSyntaxException } = await import('re2js');
      // The description is a fixed sentence; the message would repeat a part of the pattern.
      const why = error instanceof RE2JSSyntaxException ? `: ${error.getDescription()}` : '';
      return { says: `must be a regular expression of RE2${why}`, isTooMuch: false };
    }
  }

  private async compiledInTurn(pattern: string): Promise<RE2JS> {
    await nextTurn();
    const { RE2JS } = await import('re2js');
    return RE2JS.compile(pattern);
  }

  /** Only what was accepted is remembered. */
  private hold(regex: RE2JS): void {
    const pattern = regex.pattern();
    const weight = regex.programSize() + Math.ceil(patternCost(pattern).listed / LISTED_A_STEP);
    if (this.held.get(pattern) === undefined) this.held.set(pattern, regex, weight);
  }
}

const TOO_MUCH: Wrong = { says: `must be simpler: it comes to more than ${MAX_STEPS} steps`, isTooMuch: true };
const TOGETHER = `must be simpler: all patterns together come to more than ${MAX_STEPS_TOGETHER} steps`;
