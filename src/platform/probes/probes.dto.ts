import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';

/** Answer of the probes. */
export class StatusOut {
  @ApiProperty({ description: 'Always `ok`; anything else is an error answer.', enum: ['ok'], example: 'ok' })
  status!: 'ok';
}

/** Answer of readiness. */
export class ReadyOut extends StatusOut {
  @ApiPropertyOptional({
    description:
      'Work of this process that has been failing for two minutes or longer, and for how many seconds. Requests are answered; what ' +
      'that work brings (figures of dashboards from `rollups`) is out of date. Absent where all goes well.',
    example: { rollups: 180 },
    type: 'object',
    additionalProperties: { type: 'integer', minimum: 0 },
  })
  failing?: Readonly<Record<string, number>>;
}
