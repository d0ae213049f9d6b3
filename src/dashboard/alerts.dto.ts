import { ApiExtraModels, ApiProperty, getSchemaPath } from '@nestjs/swagger';
import { ALERT_SEVERITIES, ALERT_TYPES, type AlertSeverity, type AlertType } from '../alerts/alerts.facts.js';
import { EVENT_KINDS, type EventKind } from '../telemetry/telemetry.facts.js';
import { AlertOut } from './dashboard.dto.js';
import { ChoiceField, ModelField, NEXT_CURSOR, PageIn } from './page.dto.js';

/** Which alerts, in a query. */
export class AlertsQueryIn extends PageIn {
  @ChoiceField('Only alerts of this type.', ALERT_TYPES, 'risk')
  type?: AlertType;

  @ChoiceField('Only alerts of this severity.', ALERT_SEVERITIES, 'critical')
  severity?: AlertSeverity;

  @ChoiceField('Only open alerts, or only resolved ones.', ['open', 'resolved'], 'open')
  status?: 'open' | 'resolved';

  @ModelField('Only alerts of this model.', 'fraud-v3')
  model?: string;
}

/** Names an event. */
export class EventRefOut {
  @ApiProperty({ description: 'Its kind.', enum: [...EVENT_KINDS], example: 'llm' })
  kind!: EventKind;

  @ApiProperty({ description: 'Its id, for `GET /events/{kind}/{id}`.', example: '019c0ffee0005a3b9d2f4e6a8b1c3d5e' })
  id!: string;
}

/** An alert, as lists show it. */
@ApiExtraModels(EventRefOut)
export class AlertRowOut extends AlertOut {
  @ApiProperty({
    description: 'When it was resolved, UTC; null while it is open.',
    anyOf: [{ type: 'string', format: 'date-time' }, { type: 'null' }],
    example: null,
  })
  resolved_at!: string | null;

  @ApiProperty({
    description: 'How often its condition was found while it lasted; of a group of risky events, how many they are.',
    type: 'integer',
    minimum: 0,
    example: 12,
  })
  occurrences!: number;

  @ApiProperty({
    description: 'The risky event that it is about; null where it is about none, or about several.',
    anyOf: [{ $ref: getSchemaPath(EventRefOut) }, { type: 'null' }],
    example: null,
  })
  event!: EventRefOut | null;
}

/** A page of alerts. */
export class AlertsOut {
  @ApiProperty({ description: 'The newest first.', type: [AlertRowOut] })
  alerts!: AlertRowOut[];

  @ApiProperty(NEXT_CURSOR)
  next_cursor!: string | null;
}
