import { applyDecorators } from '@nestjs/common';
import { ApiProperty } from '@nestjs/swagger';
import { Expose, Transform } from 'class-transformer';
import { IsString, Length, ValidateBy } from 'class-validator';
import { hasUnseenCharacters, PLAIN_NAME, plainName } from '../../lib/plain-name.js';

/** A model's name in a path: the one that its events are stored by, whatever Unicode form it is written in. */
export function ModelNameField(): PropertyDecorator {
  return applyDecorators(
    Expose(),
    Transform(({ value }: { value: unknown }) => (typeof value === 'string' ? plainName(value) : value)),
    IsString(),
    Length(1, 1024),
    ValidateBy({
      name: 'unseenCharacters',
      validator: {
        validate: (name: unknown) => typeof name === 'string' && !hasUnseenCharacters(name),
        defaultMessage: () => 'must hold no control, invisible or direction characters',
      },
    }),
    ApiProperty({
      description: 'Name of the model, percent-encoded.',
      minLength: 1,
      maxLength: 1024,
      pattern: PLAIN_NAME,
      example: 'fraud-v3',
    }),
  );
}
