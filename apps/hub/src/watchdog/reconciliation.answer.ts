import { ApiProperty } from '@nestjs/swagger';
import { WATCH_STATES, type WatchState } from './webhook-watch.entity.js';

export class SubscriptionsAnswer {
  @ApiProperty({
    enum: WATCH_STATES,
    description:
      '`unreachable`: the hub has no public https address. `repaired`: the last look had to register again.',
  })
  state!: WatchState;

  @ApiProperty({ type: 'string', nullable: true })
  detail!: string | null;

  @ApiProperty({ type: [String], description: 'Topics that were subscribed at the last look.' })
  topics!: readonly string[];

  @ApiProperty({ type: 'string', format: 'date-time', nullable: true })
  checkedAt!: string | null;

  @ApiProperty({ type: 'string', format: 'date-time', nullable: true })
  lastWebhookAt!: string | null;
}

export class PollAnswer {
  @ApiProperty({ enum: ['contact', 'cart', 'order', 'product'] })
  kind!: string;

  @ApiProperty({ type: 'string', format: 'date-time', nullable: true })
  lastAt!: string | null;

  @ApiProperty({ format: 'date-time' })
  nextAt!: string;

  @ApiProperty({ type: 'string', nullable: true, description: 'Why the last one failed.' })
  error!: string | null;
}

export class ReconciledDayAnswer {
  @ApiProperty({ format: 'date', description: "Of the store's zone." })
  day!: string;

  @ApiProperty({ type: 'integer', description: 'Webhooks that came in.' })
  webhooks!: number;

  @ApiProperty({ type: 'integer', description: 'Object versions a poll took in.' })
  polled!: number;

  @ApiProperty({
    type: 'integer',
    description: 'Object versions a poll found and a webhook had brought: not taken in again.',
  })
  seen!: number;

  @ApiProperty({
    type: 'integer',
    description:
      'Object versions a poll took in and a webhook should have brought. One that comes later is taken off.',
  })
  missedByWebhooks!: number;
}

export class ReconciliationAnswer {
  @ApiProperty({ type: SubscriptionsAnswer })
  subscriptions!: SubscriptionsAnswer;

  @ApiProperty({ type: [PollAnswer] })
  polls!: readonly PollAnswer[];

  @ApiProperty({ type: [ReconciledDayAnswer], description: 'Newest first; at most 31.' })
  days!: readonly ReconciledDayAnswer[];
}
