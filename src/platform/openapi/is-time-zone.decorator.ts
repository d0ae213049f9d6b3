import { ValidateBy } from 'class-validator';
import { isTimeZone } from '../../lib/time-zone.js';

/** Validates the IANA name of a time zone. */
export function IsTimeZoneName(): PropertyDecorator {
  return ValidateBy({
    name: 'isTimeZone',
    validator: {
      validate: (value) => typeof value === 'string' && isTimeZone(value),
      defaultMessage: () => 'must be the IANA name of a time zone, "Europe/Berlin"',
    },
  });
}
