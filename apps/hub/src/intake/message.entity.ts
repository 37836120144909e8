import type { MessageSource } from '@storewire/core';
import { Entity, Index, type Relation } from 'typeorm';
import { BelongsTo, Id, Int, Ref, Text, Time, Varchar } from '../database/columns.js';
import { Store } from '../stores/store.entity.js';

/** Every accepted message is in one of these. */
export const MESSAGE_STATES = ['pending', 'delivered', 'filtered', 'dead'] as const;
export type MessageState = (typeof MESSAGE_STATES)[number];

/** Something that came in, with what became of it; its document is a `MessageBody`. */
@Entity('message')
@Index('UQ_message_key', ['tenantId', 'storeId', 'messageKey'], { unique: true })
@Index('IDX_message_inbox', ['tenantId', 'connectionId', 'id'], { where: "stage = 'inbox'" })
@Index('IDX_message_pending', ['tenantId', 'storeId', 'id'], { where: "state = 'pending'" })
@Index('IDX_message_dead', ['tenantId', 'storeId', 'id'], { where: "state = 'dead'" })
@Index('IDX_message_store', ['tenantId', 'storeId', 'id'])
@Index('IDX_message_email', ['tenantId', 'storeId', 'email'], { where: 'email IS NOT NULL' })
@Index('IDX_message_reference', ['tenantId', 'storeId', 'reference'], {
  where: 'reference IS NOT NULL',
})
@Index('IDX_message_external', ['tenantId', 'storeId', 'externalId'], {
  where: 'external_id IS NOT NULL',
})
@Index('IDX_message_object', ['tenantId', 'storeId', 'objectKey'], {
  where: 'object_key IS NOT NULL',
})
export class Message {
  @Id()
  tenantId!: string;

  @Id()
  id!: string;

  @Ref()
  storeId!: string;

  @Ref()
  connectionId!: string;

  @Varchar(10)
  source!: MessageSource;

  @Varchar(100)
  topic!: string;

  @Varchar(300)
  messageKey!: string;

  @Ref({ nullable: true })
  exportId!: string | null;

  @Time()
  receivedAt!: number;

  @Varchar(8, { default: 'inbox' })
  stage!: 'inbox' | 'decided';

  @Time({ default: 0 })
  dueAt!: number;

  @Int({ default: 0 })
  tries!: number;

  @Varchar(9, { default: 'pending' })
  state!: MessageState;

  @Varchar(60, { nullable: true })
  rule!: string | null;

  @Varchar(60, { nullable: true })
  cause!: string | null;

  @Text({ nullable: true })
  detail!: string | null;

  @Varchar(254, { nullable: true })
  email!: string | null;

  @Varchar(100, { nullable: true })
  reference!: string | null;

  /** The store's id of an order, where `reference` is its number. */
  @Varchar(100, { nullable: true })
  externalId!: string | null;

  /**
   * What a webhook brought, as kind, id and version: a poll that finds it again has nothing new. Also what a poll
   * brought and a webhook should have: a webhook that comes after it is late.
   */
  @Varchar(300, { nullable: true })
  objectKey!: string | null;

  @Time({ nullable: true })
  decidedAt!: number | null;

  @Time({ nullable: true })
  settledAt!: number | null;

  /** While it is retried: the end state in which its export goes on counting it. */
  @Varchar(9, { nullable: true })
  retriedFrom!: MessageState | null;

  @BelongsTo(() => Store, 'store_id', 'FK_message_store')
  store?: Relation<Store>;
}
