import { Entity, type Relation } from 'typeorm';
import { BelongsTo, Id, KeyText, Text, Time } from '../database/columns.js';
import { Store } from '../stores/store.entity.js';

/** Where a poll of one kind goes on. */
@Entity('poll')
export class PollCursor {
  @Id()
  tenantId!: string;

  @Id()
  storeId!: string;

  @KeyText(10)
  kind!: string;

  @Text({ nullable: true })
  cursor!: string | null;

  @Time()
  nextAt!: number;

  @Time({ nullable: true })
  lastAt!: number | null;

  @Text({ nullable: true })
  error!: string | null;

  @BelongsTo(() => Store, 'store_id', 'FK_poll_store')
  store?: Relation<Store>;
}
