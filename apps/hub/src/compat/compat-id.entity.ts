import { Entity, Index, type Relation } from 'typeorm';
import { BelongsTo, Id, KeyText, Time, Varchar } from '../database/columns.js';
import { Store } from '../stores/store.entity.js';

/**
 * An id that the compatibility door answered with: its own where SALESmanago's was not there in time, and every id of an
 * event, because a later call names nothing else.
 */
@Entity('compat_id')
@Index('IDX_compat_id_contact', ['tenantId', 'storeId', 'contactKey'])
export class CompatId {
  @Id()
  tenantId!: string;

  @Id()
  storeId!: string;

  @KeyText(100)
  id!: string;

  @Varchar(7)
  kind!: 'contact' | 'event';

  /** Whom it means: an address in lower case, or `#` and SALESmanago's contact id. */
  @Varchar(300)
  contactKey!: string;

  @Varchar(20, { nullable: true })
  eventType!: string | null;

  @Time()
  createdAt!: number;

  @BelongsTo(() => Store, 'store_id', 'FK_compat_id_store')
  store?: Relation<Store>;
}
