import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { IsIn, IsString, IsUrl, MaxLength } from 'class-validator';
import { PageQuery } from '../api/page.js';
import { ALERT_KINDS, type AlertKind, SEVERITIES, type Severity } from './alert.entity.js';

export const ALERT_STATES = ['open', 'acknowledged', 'resolved'] as const;
export type AlertState = (typeof ALERT_STATES)[number];

const LISTED = [...ALERT_STATES, 'all'] as const;

export class AlertQuery extends PageQuery {
  @ApiPropertyOptional({
    enum: LISTED,
    default: 'open',
    description: '`open`: neither resolved nor acknowledged.',
  })
  @IsIn(LISTED)
  state: (typeof LISTED)[number] = 'open';
}

export class AlertSubjectAnswer {
  @ApiProperty({ enum: ['store', 'account', 'connection'] })
  type!: string;

  @ApiProperty()
  id!: string;
}

export class AlertAnswer {
  @ApiProperty()
  id!: string;

  @ApiProperty({ enum: ALERT_KINDS })
  kind!: AlertKind;

  @ApiProperty({ enum: SEVERITIES })
  severity!: Severity;

  @ApiProperty({ type: AlertSubjectAnswer })
  subject!: AlertSubjectAnswer;

  @ApiProperty({ description: 'What happened and what to do; never personal data.' })
  message!: string;

  @ApiProperty({ enum: ALERT_STATES, description: 'An alert is resolved by itself.' })
  state!: AlertState;

  @ApiProperty({
    type: 'integer',
    description: 'How often it happened; of dead letters, how many messages wait.',
  })
  count!: number;

  @ApiProperty({ format: 'date-time' })
  firstAt!: string;

  @ApiProperty({ format: 'date-time' })
  lastAt!: string;

  @ApiProperty({ type: 'string', format: 'date-time', nullable: true })
  acknowledgedAt!: string | null;

  @ApiProperty({ type: 'string', format: 'date-time', nullable: true })
  resolvedAt!: string | null;
}

export class SetAlertWebhook {
  @ApiProperty({
    maxLength: 500,
    example: 'https://alerts.example/storewire',
    description: 'https, unless private addresses are allowed.',
  })
  @IsString()
  @MaxLength(500)
  @IsUrl(
    { require_tld: false, require_protocol: true, protocols: ['http', 'https'] },
    { message: 'url must be a web address.' },
  )
  url!: string;
}

export class AlertWebhookAnswer {
  @ApiProperty({ type: 'string', nullable: true, description: 'Null: alerts are sent nowhere.' })
  url!: string | null;

  @ApiProperty()
  hasSecret!: boolean;

  @ApiProperty({ type: 'string', format: 'date-time', nullable: true })
  lastAt!: string | null;

  @ApiProperty({
    type: 'string',
    nullable: true,
    description: 'What came of the last message; null when it was taken.',
  })
  lastError!: string | null;
}

export class NewAlertWebhookAnswer extends AlertWebhookAnswer {
  @ApiProperty({
    example: 'whsec_…',
    description: 'Signs the messages (Standard Webhooks); shown this once.',
  })
  secret!: string;
}
