import { ValidateBy } from 'class-validator';
import { readCursor } from '../../lib/page-cursor.js';

/** Validates the cursor of a page. */
export function IsCursor(): PropertyDecorator {
  return ValidateBy({
    name: 'isCursor',
    validator: {
      validate: (value) => typeof value === 'string' && readCursor(value) !== null,
      defaultMessage: () => 'must be the next_cursor of an answer',
    },
  });
}
