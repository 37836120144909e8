import { Entity, Index, PrimaryColumn, type Relation } from 'typeorm';
import { Account } from '../accounts/account.entity.js';
import { BelongsTo, Id, Int, KeyText, Time, Varchar } from '../database/columns.js';

/** The running CART event of a person in a store. */
@Entity('cart')
@Index('IDX_cart_contact', ['tenantId', 'accountId', 'contactKey'])
@Index('IDX_cart_expiry', ['expiresAt'], { where: 'expires_at IS NOT NULL' })
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

  /** 1 while only a page that named the address has spoken of it (S32). */
  @Int({ default: 0 })
  claimed!: number;

  @BelongsTo(() => Account, 'account_id', 'FK_cart_account')
  account?: Relation<Account>;
}
