import { ValidateBy } from 'class-validator';

/** Validates that a field is there, whatever it holds. */
export function IsPresent(): PropertyDecorator {
  return ValidateBy({
    name: 'isPresent',
    validator: { validate: (value) => value !== undefined, defaultMessage: () => 'must be present' },
  });
}
