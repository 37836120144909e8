import { Entity, type Relation } from 'typeorm';
import { BelongsTo, Count, Id } from '../database/columns.js';
import { Store } from '../stores/store.entity.js';

/** The ledger of a store, kept by the transactions that change it. */
@Entity('store_count')
export class StoreCount {
  @Id()
  tenantId!: string;

  @Id()
  storeId!: string;

  @Count()
  accepted!: number;

  @Count()
  delivered!: number;

  @Count()
  filtered!: number;

  @Count()
  dead!: number;

  @BelongsTo(() => Store, 'store_id', 'FK_store_count_store')
  store?: Relation<Store>;
}
