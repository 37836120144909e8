import { Entity, Index, PrimaryColumn, type Relation } from 'typeorm';
import { Account } from '../accounts/account.entity.js';
import { BelongsTo, Id, KeyText, Time, Varchar } from '../database/columns.js';

/** The running CART event of a person in a store. */
@Entity('cart')
@Index('IDX_cart_contact', ['tenantId', 'accountId', 'contactKey'])
export class CartRow {
  @Id()
  tenantId!: string;

  @Id()
  accountId!: string;

  @KeyText(720)
  cartKey!: string;

  @Varchar(300)
  contactKey!: string;

  @Varchar(100, { nullable: true })
  eventId!: string | null;

  /** When the cart was opened; a cart after its window, or after a purchase, is a new row. */
  @PrimaryColumn({ type: 'bigint' })
  createdAt!: number;

  @Time({ nullable: true })
  expiresAt!: number | null;

  @Time()
  snapshotAt!: number;

  @Varchar(20)
  fingerprint!: string;

  @BelongsTo(() => Account, 'account_id', 'FK_cart_account')
  account?: Relation<Account>;
}
