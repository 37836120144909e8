import { Entity, Index, type Relation } from 'typeorm';
import { Id, Int, Json, OfTenant, Ref, Time, Varchar } from '../database/columns.js';
import { Tenant } from '../tenants/tenant.entity.js';

/** One change of consent with the rule and what it looked at. */
@Entity('consent_entry')
@Index('IDX_consent_entry_contact', ['tenantId', 'accountId', 'contactKey', 'id'])
@Index('IDX_consent_entry_callback', ['tenantId', 'accountId', 'recordedAt'], {
  where: "rule = 'callback'",
})
export class ConsentEntry {
  @Id()
  tenantId!: string;

  @Id()
  id!: string;

  @Ref()
  accountId!: string;

  @Ref()
  storeId!: string;

  @Varchar(300)
  contactKey!: string;

  @Varchar(6)
  channel!: string;

  @Varchar(8)
  state!: string;

  @Int()
  sent!: number;

  @Time()
  at!: number;

  @Varchar(60)
  rule!: string;

  @Json()
  inputs!: unknown;

  @Ref({ nullable: true })
  messageId!: string | null;

  @Time()
  recordedAt!: number;

  @OfTenant(() => Tenant, 'FK_consent_entry_tenant')
  tenant?: Relation<Tenant>;
}
