import { Entity, Index, type Relation } from 'typeorm';
import { Account } from '../accounts/account.entity.js';
import { BelongsTo, Id, KeyText, Varchar } from '../database/columns.js';

/** Which address a store's customer id belongs to. */
@Entity('customer')
@Index('IDX_customer_contact', ['accountId', 'contactKey'])
export class CustomerRow {
  @Id()
  tenantId!: string;

  @Id()
  accountId!: string;

  @KeyText(400)
  shopKey!: string;

  @KeyText(100)
  customerId!: string;

  @Varchar(300)
  contactKey!: string;

  @BelongsTo(() => Account, 'account_id', 'FK_customer_account')
  account?: Relation<Account>;
}
