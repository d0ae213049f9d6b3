import type { Type } from '@nestjs/common';
import { getMetadataStorage } from 'class-validator';
import { type Check, knownRule } from './known-rules.js';

/** The rules of one field. */
export interface FieldRules {
  readonly name: string;
  /** Whether the items of a list are objects with rules of their own. */
  readonly isNested: boolean;
  /** @param object what the field is of; complete */
  readonly isGood: (value: unknown, object: object) => boolean;
}

type Metadata = ReturnType<ReturnType<typeof getMetadataStorage>['getTargetValidationMetadatas']>[number];
type Rule = (value: unknown, object: object) => boolean;
/** Of `ValidateIf`, which gets the object first. */
type Condition = (object: object, value: unknown) => boolean;

/** class-validator's names for the kinds of rules. */
const KINDS = { custom: 'customValidation', nested: 'nestedValidation', conditional: 'conditionalValidation' } as const;

/** A DTO says something that can't be compiled: said at the start, not with the first request. */
export class UncompilableRule extends Error {
  constructor(type: Type<object>, field: string, why: string) {
    super(`${type.name}.${field} ${why}: validate it another way, or teach compiled-rules.ts`);
  }
}

/** Compiles what class-validator knows of a class: the same constraints, called without the walk around them.
 * @param type a class with rules, not of its items
 * @throws UncompilableRule */
export function compiledRules(type: Type<object>): FieldRules[] {
  const storage = getMetadataStorage();
  // No groups: validateSync passes none either.
  const metadata = storage.getTargetValidationMetadatas(type, '', false, false);
  if (metadata.length === 0) throw new UncompilableRule(type, '*', 'has no rules, so that nothing would be valid');
  const names = [...new Set(metadata.map(({ propertyName }) => propertyName))];
  return names.map((name) => {
    if (name in Object.prototype) throw new UncompilableRule(type, name, 'is what every object has');
    return fieldRules(
      type,
      name,
      metadata.filter(({ propertyName }) => propertyName === name),
    );
  });
}

function fieldRules(type: Type<object>, name: string, metadata: readonly Metadata[]): FieldRules {
  const kinds = new Set<string>(Object.values(KINDS));
  const strange = metadata.find((one) => !kinds.has(one.type) || one.validateIf !== undefined);
  if (strange !== undefined) throw new UncompilableRule(type, name, `has a rule of the kind "${strange.type}"`);
  const of = (kind: string): readonly Metadata[] => metadata.filter((one) => one.type === kind);
  const conditions = of(KINDS.conditional).map(({ constraints }) => constraints[0] as Condition);
  const rules = of(KINDS.custom).flatMap((one) => rulesOf(type, one));
  return { name, isNested: of(KINDS.nested).length > 0, isGood: joined(conditions, rules) };
}

/** @returns a rule that holds where a condition doesn't, or where all rules do */
function joined(conditions: readonly Condition[], rules: readonly Rule[]): Rule {
  const [first, second = first, third = second, ...rest] = rules;
  const areGood: Rule =
    first === undefined || second === undefined || third === undefined || rest.length > 0
      ? (value, object) => rules.every((rule) => rule(value, object))
      : (value, object) => first(value, object) && second(value, object) && third(value, object);
  const [only, ...others] = conditions;
  if (only === undefined) return areGood;
  if (others.length === 0) return (value, object) => !only(object, value) || areGood(value, object);
  return (value, object) => conditions.some((holds) => !holds(object, value)) || areGood(value, object);
}

function rulesOf(type: Type<object>, { constraintCls, constraints, each, name, propertyName }: Metadata): Rule[] {
  if (each) throw new UncompilableRule(type, propertyName, 'has a rule for each item');
  return getMetadataStorage()
    .getTargetValidatorConstraints(constraintCls)
    .map(({ instance, async }) => {
      if (async) throw new UncompilableRule(type, propertyName, 'has a rule that takes its time');
      const targetName = type.name;
      const rule: Rule = (value, object) =>
        Boolean(instance.validate(value, { targetName, property: propertyName, constraints, object, value }));
      const known: Check | null = knownRule(name, constraints?.[0], (value) => rule(value, {}));
      return known ?? upToALength(name, constraints?.[0], rule);
    });
}

/** A text that is short enough in UTF-16 is so in code points too, which class-validator counts at some cost. */
function upToALength(name: string | undefined, bound: unknown, rule: Rule): Rule {
  if (name !== 'maxLength' || typeof bound !== 'number') return rule;
  return (value, object) => (typeof value === 'string' && value.length <= bound) || rule(value, object);
}
