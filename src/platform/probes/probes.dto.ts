import { ApiProperty } from '@nestjs/swagger';

/** Answer of the probes. */
export class StatusOut {
  @ApiProperty({ description: 'Always `ok`; anything else is an error answer.', enum: ['ok'], example: 'ok' })
  status!: 'ok';
}
