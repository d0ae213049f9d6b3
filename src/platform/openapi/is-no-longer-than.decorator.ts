import { maxLength, ValidateBy } from 'class-validator';

/** A character as class-validator counts them takes three UTF-16 units at most: a pair, and a selector of its
 * presentation. */
const MAX_UNITS = 3;

/** class-validator's MaxLength, which looks at every character of a text, however long. This one does not where the
 * length says enough. */
export function IsNoLongerThan(max: number): PropertyDecorator {
  return ValidateBy({
    name: 'maxLength',
    constraints: [max],
    validator: {
      validate: (value) => typeof value === 'string' && value.length <= MAX_UNITS * max && maxLength(value, max),
      defaultMessage: () => 'must be shorter than or equal to $constraint1 characters',
    },
  });
}
