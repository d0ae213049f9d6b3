import { ApiExtraModels, ApiProperty, getSchemaPath } from '@nestjs/swagger';

/** One faulty field of a request. */
export class FaultOut {
  @ApiProperty({
    description: 'Path to the field, from `body`, `query` or `path`.',
    type: 'array',
    items: { oneOf: [{ type: 'string' }, { type: 'integer' }] },
    example: ['body', 'events', 0, 'latency_ms'],
  })
  loc!: (string | number)[];

  @ApiProperty({ description: 'Stable name of the rule that was broken.', example: 'is_number' })
  code!: string;

  @ApiProperty({ description: 'What is wanted; never the value that was sent.', example: 'must be a number' })
  msg!: string;
}

/** Every error answer, as application/problem+json (RFC 9457). */
@ApiExtraModels(FaultOut)
export class ProblemOut {
  @ApiProperty({ description: 'URN of the error.', example: 'urn:aegisai:error:validation_failed' })
  type!: string;

  @ApiProperty({ description: 'Name of the HTTP status.', example: 'Unprocessable Entity' })
  title!: string;

  @ApiProperty({ description: 'HTTP status.', type: 'integer', minimum: 400, maximum: 599, example: 422 })
  status!: number;

  @ApiProperty({ description: 'Stable code of the error, for programs.', example: 'validation_failed' })
  code!: string;

  @ApiProperty({
    description: 'What went wrong: a sentence, or for a failed validation the list of faulty fields (at most 100).',
    oneOf: [{ type: 'string' }, { type: 'array', items: { $ref: getSchemaPath(FaultOut) } }],
    example: [{ loc: ['body', 'events', 0, 'latency_ms'], code: 'is_number', msg: 'must be a number' }],
  })
  detail!: string | FaultOut[];

  @ApiProperty({
    description: 'Id of the request, also in the header X-Request-Id and in the log.',
    example: '1f0c8d3e-6b51-4a43-9a4e-0d6a2f9b7c11',
  })
  requestId!: string;
}
