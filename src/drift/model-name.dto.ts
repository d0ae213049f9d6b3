import { ApiProperty } from '@nestjs/swagger';
import { Expose } from 'class-transformer';
import { IsString, Length } from 'class-validator';

/** A model, in a path. */
export class ModelNameIn {
  @Expose()
  @IsString()
  @Length(1, 1024)
  @ApiProperty({
    description: 'Name of the model, percent-encoded.',
    minLength: 1,
    maxLength: 1024,
    example: 'fraud-v3',
  })
  model_name!: string;
}
