import { Entity, Index, type Relation } from 'typeorm';
import { BelongsTo, Id, KeyText, Text, Time, Varchar } from '../database/columns.js';
import { Store } from '../stores/store.entity.js';

/** The last snapshot of a cart whose shopper nobody knows yet; it waits for the message that says who it is. */
@Entity('waiting_cart')
@Index('IDX_waiting_cart_email', ['tenantId', 'storeId', 'email'], { where: 'email IS NOT NULL' })
@Index('IDX_waiting_cart_customer', ['tenantId', 'storeId', 'customerId'], {
  where: 'customer_id IS NOT NULL',
})
@Index('IDX_waiting_cart_contact', ['tenantId', 'contactId'], { where: 'contact_id IS NOT NULL' })
@Index('IDX_waiting_cart_expiry', ['expiresAt'])
export class WaitingCart {
  @Id()
  tenantId!: string;

  @Id()
  storeId!: string;

  /** Of the cart. */
  @KeyText(128)
  token!: string;

  /** Proven, but of no contact that SALESmanago knows. */
  @Varchar(254, { nullable: true })
  email!: string | null;

  /** Proven: the store's own id, which a platform may sign without an address. */
  @Varchar(100, { nullable: true })
  customerId!: string | null;

  /** The cookie `smclient`, which SALESmanago does not know. */
  @Varchar(100, { nullable: true })
  contactId!: string | null;

  /** The beacon's cart. */
  @Text()
  body!: string;

  @Time()
  snapshotAt!: number;

  @Time()
  expiresAt!: number;

  @BelongsTo(() => Store, 'store_id', 'FK_waiting_cart_store')
  store?: Relation<Store>;
}
