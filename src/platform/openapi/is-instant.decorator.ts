import { ValidateBy } from 'class-validator';
import { isInstant } from '../../lib/instant.js';

/** Validates a point in time as RFC 3339 writes it. */
export function IsInstant(): PropertyDecorator {
  return ValidateBy({
    name: 'isInstant',
    validator: {
      validate: (value) => typeof value === 'string' && isInstant(value),
      defaultMessage: () => 'must be an RFC 3339 time, "2026-03-01T12:00:00Z"',
    },
  });
}
