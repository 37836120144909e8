import { Entity, Index, type Relation } from 'typeorm';
import { Id, Json, OfTenant, Time, Varchar } from '../database/columns.js';
import { Tenant } from '../tenants/tenant.entity.js';

/** Who changed what; secrets appear as `changed`. */
@Entity('audit')
@Index('IDX_audit_at', ['tenantId', 'at'])
export class AuditEntry {
  @Id()
  tenantId!: string;

  @Id()
  id!: string;

  @Time()
  at!: number;

  @Varchar(200)
  actor!: string;

  @Varchar(60)
  action!: string;

  @Varchar(200)
  target!: string;

  @Json({ nullable: true })
  detail!: unknown;

  @OfTenant(() => Tenant, 'FK_audit_tenant')
  tenant?: Relation<Tenant>;
}
