import { Entity, Index, type Relation } from 'typeorm';
import { Account } from '../accounts/account.entity.js';
import { BelongsTo, Id, Json, KeyText, Time, Varchar } from '../database/columns.js';

/** What the hub remembers of one person in one account: hashes of the fields sent, and consent here and in each store. */
@Entity('contact')
@Index('IDX_contact_id', ['tenantId', 'accountId', 'contactId'], {
  where: 'contact_id IS NOT NULL',
})
export class ContactRow {
  @Id()
  tenantId!: string;

  @Id()
  accountId!: string;

  @KeyText(300)
  contactKey!: string;

  @Varchar(100, { nullable: true })
  contactId!: string | null;

  @Json()
  fields!: Record<string, string>;

  @Json()
  consent!: Record<string, unknown>;

  @Json()
  storeConsent!: Record<string, unknown>;

  @Time({ nullable: true })
  confirmationAskedAt!: number | null;

  @Time()
  updatedAt!: number;

  @BelongsTo(() => Account, 'account_id', 'FK_contact_account')
  account?: Relation<Account>;
}
