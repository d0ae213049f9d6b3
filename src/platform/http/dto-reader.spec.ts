import { IsString, registerDecorator, ValidateNested } from 'class-validator';
import { describe, expect, it } from 'vitest';
import { field, TextField } from '../openapi/fields.decorator.js';
import { dtoReaderOf } from './dto-reader.js';
import { UncompilableRule } from './compiled-rules.js';

/* That it agrees with class-validator on every input, test/contract/validation.spec.ts shows. */

const documented = { description: 'A field.', example: 'x' };

class PlainIn {
  @TextField({ ...documented, minLength: 2, maxLength: 4 }) name!: string;
}

class EachIn {
  @field(documented, {}, IsString({ each: true })) list!: string[];
}
class NestedIn {
  @field(documented, {}, ValidateNested()) one!: PlainIn;
}
class AsyncIn {
  one!: string;
}
registerDecorator({
  name: 'slow',
  target: AsyncIn,
  propertyName: 'one',
  async: true,
  validator: { validate: async () => true },
});
class ConditionedRuleIn {
  @field(documented, {}, IsString({ validateIf: () => false })) one!: string;
}
class RulelessIn {}

describe(UncompilableRule.name, () => {
  it.each([
    { what: 'rules for each item', type: EachIn },
    { what: 'nested objects', type: NestedIn },
    { what: 'rules that take their time', type: AsyncIn },
    { what: 'rules with a condition of their own', type: ConditionedRuleIn },
    { what: 'no rules at all', type: RulelessIn },
  ])('refuses $what', ({ type }) => expect(() => dtoReaderOf(type)).toThrow(UncompilableRule));
});
