import { Entity, type Relation } from 'typeorm';
import { BelongsTo, Id, Json, Text, Varchar } from '../database/columns.js';
import { Message } from './message.entity.js';

/**
 * What came in, as it came. Apart from the message, whose row changes twice on its way: a document of a few KB would be
 * written again each time.
 */
@Entity('message_body')
export class MessageBody {
  @Id()
  tenantId!: string;

  @Id()
  messageId!: string;

  @Text()
  body!: string;

  @Varchar(6)
  encoding!: 'utf8' | 'base64';

  /** What the adapter kept of the headers. */
  @Json()
  meta!: Record<string, string>;

  @BelongsTo(() => Message, 'message_id', 'FK_message_body_message')
  message?: Relation<Message>;
}
