import { Entity, PrimaryColumn, type Relation } from 'typeorm';
import { BelongsTo, Id, Json, Time } from '../database/columns.js';
import { Message } from '../intake/message.entity.js';

/** What the mappings made of a message and what the rules said; one row per time it was decided. */
@Entity('decision')
export class DecisionRow {
  @Id()
  tenantId!: string;

  @Id()
  messageId!: string;

  @PrimaryColumn({ type: 'bigint' })
  revision!: number;

  @Json()
  records!: unknown[];

  @Json()
  reasons!: unknown[];

  @Time()
  decidedAt!: number;

  @BelongsTo(() => Message, 'message_id', 'FK_decision_message')
  message?: Relation<Message>;
}
