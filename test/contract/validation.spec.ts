import * as fc from 'fast-check';
import { IsDate, IsIn, IsOptional, IsString, Min, MinLength, ValidateBy, ValidateIf } from 'class-validator';
import type { Type } from '@nestjs/common';
import { describe, expect, it } from 'vitest';
import { LLMBatchIn, MlBatchIn } from '../../src/ingest/ingest.dto.js';
import { TokenIn } from '../../src/auth/auth.dto.js';
import { CustomPatternsIn } from '../../src/risk/custom-patterns.dto.js';
import { ModelProfileIn } from '../../src/drift/model-profiles.dto.js';
import { loadConfig } from '../../src/platform/config/load-config.js';
import { ValidationFailed } from '../../src/platform/errors/app-error.js';
import { itemFaultsOf } from '../../src/platform/errors/item-faults.js';
import { field, ListField, NumberField, ObjectField, TextField } from '../../src/platform/openapi/fields.decorator.js';
import { dtoReaderOf } from '../../src/platform/http/dto-reader.js';
import { IgnoredNames, ignoredNamesOf } from '../../src/platform/http/ignored-names.js';
import type { Reading } from '../../src/platform/http/instantiate.js';
import { RequestPipe } from '../../src/platform/http/request-pipe.js';
import { mutated, mutation, text, WRONG } from '../support/mutations.js';
import { walked } from '../../src/platform/http/request-walk.js';

const MAX_ITEMS = 4;
const documented = { description: 'A field.', example: 'x' };

/** Rules that the routes' own bodies don't have, so that those are compared as well. */
class OddIn {
  @field(documented, {}, IsOptional(), IsIn(['a', 'b', null])) choice: unknown = 'a';
  @field(documented, {}, ValidateIf((object: OddIn) => object.choice === 'a'), IsString(), MinLength(2)) text!: string;
  @TextField({ ...documented, minLength: 3, maxLength: 5, optional: true }) sized?: string;
  @NumberField({ ...documented, minimum: -2.5, maximum: 2, integer: true, optional: true }) count?: number;
  @field(documented, {}, Min(1), IsDate()) never?: unknown;
}

class PlainIn {
  @TextField({ ...documented, minLength: 2, maxLength: 4 }) name!: string;
  @ObjectField({ ...documented, optional: true }) data?: object;
}

class StrictListIn {
  @ListField(() => PlainIn, { ...documented, maxItems: MAX_ITEMS }) items!: PlainIn[];
  @TextField({ ...documented, maxLength: 2, optional: true }) note?: string;
}

const event = {
  event_id: fc.string({ minLength: 1, maxLength: 255 }),
  model_name: fc.string({ minLength: 1 }),
  latency_ms: fc.double({ min: 0, max: 86_400_000, noNaN: true }),
  timestamp: fc
    .date({ min: new Date(0), max: new Date('2100-01-01'), noInvalidDate: true })
    .map((date) => date.toISOString()),
};
const always = ['model_name', 'latency_ms'] as const;
const ml = fc.record(
  { ...event, prediction: fc.jsonValue(), input_data: fc.dictionary(fc.string(), fc.jsonValue()) },
  { requiredKeys: [...always, 'prediction', 'input_data'] },
);
const llm = fc.record(
  { ...event, prompt: fc.string(), response: fc.string() },
  { requiredKeys: [...always, 'prompt', 'response'] },
);
/** Good bodies of each class, more or less. */
const CLASSES: readonly { name: string; metatype: Type<object>; good: fc.Arbitrary<unknown> }[] = [
  { name: 'MlBatchIn', metatype: MlBatchIn, good: fc.record({ events: fc.array(ml, { maxLength: MAX_ITEMS + 1 }) }) },
  {
    name: 'LLMBatchIn',
    metatype: LLMBatchIn,
    good: fc.record({ events: fc.array(llm, { maxLength: MAX_ITEMS + 1 }) }),
  },
  { name: 'TokenIn', metatype: TokenIn, good: fc.record({ clientId: fc.string(), clientSecret: text }) },
  {
    name: 'ModelProfileIn',
    metatype: ModelProfileIn,
    good: fc.record({
      baseline_latency_ms: fc.double({ min: 0, max: 1000, noNaN: true }),
      feature_stats: fc.dictionary(fc.string(), fc.record({ mean: fc.double(), std: fc.double({ min: 0 }) })),
    }),
  },
  {
    name: 'CustomPatternsIn',
    metatype: CustomPatternsIn,
    good: fc.record({
      patterns: fc.array(
        fc.record({
          name: fc.constantFrom('a', 'b_1'),
          pattern: fc.string({ minLength: 1, maxLength: 9 }),
          about: fc.constantFrom('jailbreak', 'sensitive'),
          strength: fc.double({ min: 0, max: 1, noNaN: true }),
        }),
        { maxLength: MAX_ITEMS },
      ),
    }),
  },
  {
    name: 'StrictListIn',
    metatype: StrictListIn,
    good: fc.record({ items: fc.array(fc.record({ name: text }), { maxLength: MAX_ITEMS + 1 }) }),
  },
  {
    name: 'OddIn',
    metatype: OddIn,
    good: fc.record(
      {
        choice: fc.constantFrom('a', 'b', null, 'c'),
        text,
        sized: text,
        count: fc.integer({ min: -4, max: 4 }),
        never: fc.constant(undefined),
      },
      { requiredKeys: [] },
    ),
  },
];

/** All that can be told of an outcome. */
function outcomeOf(read: () => unknown): unknown {
  try {
    const instance = read() as object;
    return { instance, faults: itemFaultsOf(instance), types: typesOf(instance) };
  } catch (error) {
    if (error instanceof ValidationFailed) return { refused: error.faults };
    return { thrown: String(error) };
  }
}

function typesOf(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return typeof value;
  const fields = Object.entries(value).map(([key, field]) => [
    key,
    Array.isArray(field) ? field.map(nameOf) : nameOf(field),
  ]);
  return [nameOf(value), fields];
}

function nameOf(value: unknown): string {
  return typeof value === 'object' && value !== null
    ? String(Object.getPrototypeOf(value)?.constructor?.name)
    : typeof value;
}

const pipe = new RequestPipe(loadConfig({ MAX_BATCH_EVENTS: String(MAX_ITEMS) }));

const reading = (): Reading => ({ maxItems: MAX_ITEMS, ignored: new IgnoredNames() });

/** Holds the pipe against class-validator's walk, and the short way against both. */
function compare(metatype: Type<object>, body: unknown): 'good' | 'bad' {
  const how = reading();
  const expected = outcomeOf(() => walked(body ?? {}, { type: 'body', metatype }, how));
  expect(outcomeOf(() => pipe.transform(body, { type: 'body', metatype }))).toStrictEqual(expected);
  expect(ignoredNamesOf(body)).toBe(String(how.ignored));
  const isGood = typeof expected === 'object' && expected !== null && 'instance' in expected;
  const isClean = isGood && itemFaultsOf(expected.instance as object).length === 0;
  const isObject = typeof body === 'object' && body !== null && !Array.isArray(body);
  if (isObject) expect(dtoReaderOf(metatype)(body as Record<string, unknown>, reading()) !== null).toBe(isClean);
  return isClean ? 'good' : 'bad';
}

describe(dtoReaderOf.name, () => {
  it.each(CLASSES)('agrees with the walk on good and mutated bodies of $name', ({ metatype, good }) => {
    const seen = { good: 0, bad: 0 };
    const body = fc
      .tuple(good, fc.array(mutation, { maxLength: 3 }))
      .map(([whole, mutations]) => mutations.reduce(mutated, whole));
    fc.assert(
      fc.property(body, (value) => void seen[compare(metatype, value)]++),
      { numRuns: 400 },
    );
    // A comparison that has only seen one side proves nothing about the other.
    if (metatype !== OddIn) expect(seen.good).toBeGreaterThan(10);
    expect(seen.bad).toBeGreaterThan(10);
  });

  it.each(CLASSES)('agrees with the walk on anything for $name', ({ metatype }) => {
    fc.assert(
      fc.property(fc.oneof(WRONG, fc.object()), (value) => void compare(metatype, value)),
      { numRuns: 200 },
    );
  });

  it('takes a name for what the rule says, not for what it is called', () => {
    class ImpostorIn {
      @field(documented, {}, ValidateBy({ name: 'isString', validator: { validate: (value) => value === 'magic' } }))
      word!: string;
    }
    expect([{ word: 'magic' }, { word: 'other' }].map((body) => compare(ImpostorIn, body))).toEqual(['good', 'bad']);
  });
});
