import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { IsIn, IsOptional, IsString, MaxLength } from 'class-validator';
import { PageQuery } from '../api/page.js';
import { MESSAGE_STATES, type MessageState } from '../intake/message.entity.js';

export class MessageQuery extends PageQuery {
  @ApiPropertyOptional({
    description: "Order number, the store's id of an order, e-mail address or message id.",
  })
  @IsOptional()
  @IsString()
  @MaxLength(254)
  q?: string;

  @ApiPropertyOptional({ enum: MESSAGE_STATES })
  @IsOptional()
  @IsIn(MESSAGE_STATES)
  state?: MessageState;
}

export class MessageAnswer {
  @ApiProperty()
  id!: string;

  @ApiProperty({ format: 'date-time' })
  receivedAt!: string;

  @ApiProperty({ example: 'webhook' })
  source!: string;

  @ApiProperty({ example: 'orders/paid' })
  topic!: string;

  @ApiProperty({ enum: MESSAGE_STATES })
  state!: MessageState;

  @ApiProperty({ type: 'string', nullable: true, description: 'The rule that filtered it.' })
  rule!: string | null;

  @ApiProperty({ type: 'string', nullable: true, description: 'Why it is dead.' })
  cause!: string | null;

  @ApiProperty({
    description: 'Why it is in this state, in a sentence.',
    example: 'Nothing was sent: The PURCHASE of this order was sent before or is on its way.',
  })
  explanation!: string;

  @ApiProperty({ type: 'string', nullable: true })
  email!: string | null;

  @ApiProperty({
    type: 'string',
    nullable: true,
    description: 'Order number, or the id in the store.',
  })
  reference!: string | null;

  @ApiProperty({ type: 'string', format: 'date-time', nullable: true })
  settledAt!: string | null;
}

export class DecisionAnswer {
  @ApiProperty({ format: 'date-time' })
  decidedAt!: string;

  @ApiProperty({ type: 'array', items: { type: 'object', additionalProperties: true } })
  records!: unknown[];

  @ApiProperty({
    type: 'array',
    items: { type: 'array', items: { type: 'object', additionalProperties: true } },
    description: 'Per record: each rule that had a say, its result and what it looked at.',
  })
  reasons!: unknown[];
}

export class AttemptAnswer {
  @ApiProperty()
  id!: string;

  @ApiProperty({
    example: 'v2/contact/addContactExtEvent',
    description: 'The method of SALESmanago.',
  })
  method!: string;

  @ApiProperty({ type: 'integer', description: 'Records of the call.' })
  batchSize!: number;

  @ApiProperty({ format: 'date-time' })
  startedAt!: string;

  @ApiProperty({ type: 'string', format: 'date-time', nullable: true })
  finishedAt!: string | null;

  @ApiProperty({ type: 'integer', nullable: true, description: 'From the start to the answer.' })
  durationMs!: number | null;

  @ApiProperty({
    type: 'object',
    additionalProperties: true,
    nullable: true,
    description:
      'What was sent, without credentials; of a batch the part of this record. Null when nothing was sent.',
  })
  request!: Readonly<Record<string, unknown>> | null;

  @ApiProperty({ example: 'done' })
  outcome!: string;

  @ApiProperty({ type: 'string', nullable: true })
  answer!: string | null;
}

export class CommandAnswer {
  @ApiProperty()
  id!: string;

  @ApiProperty({ example: 'addEvent' })
  kind!: string;

  @ApiProperty({ example: 'done' })
  state!: string;

  @ApiProperty({ type: 'object', additionalProperties: true })
  payload!: unknown;

  @ApiProperty({ type: 'string', nullable: true })
  effectKey!: string | null;

  @ApiProperty({ type: 'string', nullable: true })
  cause!: string | null;

  @ApiProperty({ type: 'string', nullable: true })
  detail!: string | null;

  @ApiProperty({
    type: 'string',
    nullable: true,
    description: "SALESmanago's id of what was made.",
  })
  result!: string | null;

  @ApiProperty({ format: 'date-time' })
  createdAt!: string;

  @ApiProperty({ type: 'string', format: 'date-time', nullable: true })
  settledAt!: string | null;

  @ApiProperty({ type: () => [AttemptAnswer] })
  attempts!: readonly AttemptAnswer[];
}

/** When each step happened, and how long it took. */
export class TimingAnswer {
  @ApiProperty({ format: 'date-time' })
  receivedAt!: string;

  @ApiProperty({ type: 'string', format: 'date-time', nullable: true })
  decidedAt!: string | null;

  @ApiProperty({ type: 'string', format: 'date-time', nullable: true })
  firstSentAt!: string | null;

  @ApiProperty({ type: 'string', format: 'date-time', nullable: true })
  settledAt!: string | null;

  @ApiProperty({ type: 'integer', nullable: true, description: 'From coming in to the decision.' })
  decidingMs!: number | null;

  @ApiProperty({ type: 'integer', nullable: true, description: 'From there to the first attempt.' })
  waitingMs!: number | null;

  @ApiProperty({ type: 'integer', nullable: true, description: 'From there to the end.' })
  deliveringMs!: number | null;

  @ApiProperty({ type: 'integer', nullable: true, description: 'From coming in to the end.' })
  totalMs!: number | null;
}

export class MessageDetailAnswer extends MessageAnswer {
  @ApiProperty({
    type: 'string',
    nullable: true,
    description: 'As it came in; null once it was pruned.',
  })
  raw!: string | null;

  @ApiProperty({ type: 'string', nullable: true })
  detail!: string | null;

  @ApiProperty({ type: () => [DecisionAnswer] })
  decisions!: readonly DecisionAnswer[];

  @ApiProperty({ type: () => [CommandAnswer] })
  commands!: readonly CommandAnswer[];

  @ApiProperty({ type: () => TimingAnswer })
  timing!: TimingAnswer;
}
