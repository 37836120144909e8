import { Entity, Index, type Relation } from 'typeorm';
import { BelongsTo, Id, Int, Json, Ref, Text, Time, Varchar } from '../database/columns.js';
import { Message } from '../intake/message.entity.js';

/** `unknown` waits for a look-up; `superseded` and `merged` were taken over by a newer command of the same contact. */
export const COMMAND_STATES = [
  'waiting',
  'ready',
  'sending',
  'unknown',
  'done',
  'dead',
  'superseded',
  'merged',
  'dropped',
] as const;
export type CommandState = (typeof COMMAND_STATES)[number];

/** One thing to tell SALESmanago. Of each contact only the first open command is `ready`. */
@Entity('command')
@Index('IDX_command_ready', ['tenantId', 'accountId', 'lane', 'id'], { where: "state = 'ready'" })
@Index('IDX_command_unknown', ['tenantId', 'accountId', 'dueAt'], { where: "state = 'unknown'" })
@Index('IDX_command_open', ['tenantId', 'accountId', 'contactKey', 'id'], {
  where: "state IN ('ready', 'waiting', 'sending', 'unknown')",
})
@Index('IDX_command_message', ['tenantId', 'messageId', 'id'])
@Index('IDX_command_merged', ['tenantId', 'mergedInto'], { where: "state = 'merged'" })
@Index('IDX_command_dead', ['tenantId', 'storeId', 'id'], { where: "state = 'dead'" })
export class CommandRow {
  @Id()
  tenantId!: string;

  @Id()
  id!: string;

  @Ref()
  accountId!: string;

  @Ref()
  storeId!: string;

  @Ref()
  messageId!: string;

  @Ref({ nullable: true })
  exportId!: string | null;

  @Varchar(16)
  kind!: string;

  @Int()
  lane!: number;

  @Varchar(300)
  contactKey!: string;

  @Varchar(700, { nullable: true })
  effectKey!: string | null;

  @Json()
  payload!: unknown;

  @Varchar(10)
  state!: CommandState;

  @Int({ default: 0 })
  tries!: number;

  @Time({ default: 0 })
  dueAt!: number;

  /** Since when it fails while others of its lane succeed; the retry window counts from here. */
  @Time({ nullable: true })
  failingSince!: number | null;

  /** 1: sent by itself, to learn why a batch left it out. */
  @Int({ default: 0 })
  alone!: number;

  /** Counts changes of the payload; a call that was planned with an older one is planned anew. */
  @Int({ default: 0 })
  revision!: number;

  /** The command that says this, too, and whose end is this one's. */
  @Ref({ nullable: true })
  mergedInto!: string | null;

  @Varchar(60, { nullable: true })
  cause!: string | null;

  @Text({ nullable: true })
  detail!: string | null;

  @Varchar(100, { nullable: true })
  result!: string | null;

  @Time()
  createdAt!: number;

  @Time({ nullable: true })
  settledAt!: number | null;

  @BelongsTo(() => Message, 'message_id', 'FK_command_message')
  message?: Relation<Message>;
}
