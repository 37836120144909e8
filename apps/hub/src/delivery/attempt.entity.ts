import { Entity, type Relation } from 'typeorm';
import { BelongsTo, Id, Int, Json, Ref, Text, Time, Varchar } from '../database/columns.js';
import { CommandRow } from './command.entity.js';

/** One try of a delivery; `sending` until its outcome is known. */
@Entity('attempt')
export class Attempt {
  @Id()
  tenantId!: string;

  @Id()
  commandId!: string;

  @Id()
  id!: string;

  @Ref()
  callId!: string;

  /** Of SALESmanago, as in `contact/upsert`. */
  @Varchar(60)
  method!: string;

  @Int()
  batchSize!: number;

  @Time()
  startedAt!: number;

  @Time({ nullable: true })
  finishedAt!: number | null;

  @Varchar(12)
  outcome!: string;

  @Text({ nullable: true })
  answer!: string | null;

  /** The event that was changed or removed. */
  @Varchar(100, { nullable: true })
  eventId!: string | null;

  /** What the command said then, where it says something else by now. */
  @Json({ nullable: true })
  payload!: unknown;

  @BelongsTo(() => CommandRow, 'command_id', 'FK_attempt_command')
  command?: Relation<CommandRow>;
}
