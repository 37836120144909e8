import { Entity, type Relation } from 'typeorm';
import { Id, Json, OfTenant, Text, Time, Varchar } from '../database/columns.js';
import { Tenant } from '../tenants/tenant.entity.js';

/** The credentials for one shop. `config` holds what is not secret, `secrets` the rest, encrypted; `shop` what the last check learned. */
@Entity('connection')
export class Connection {
  @Id()
  tenantId!: string;

  @Id()
  id!: string;

  @Varchar(40)
  platform!: string;

  @Json()
  config!: Record<string, unknown>;

  @Text()
  secrets!: string;

  @Varchar(300)
  shopKey!: string;

  @Json({ nullable: true })
  shop!: Record<string, unknown> | null;

  @Varchar(10, { default: 'active' })
  state!: 'active' | 'paused';

  @Text({ nullable: true })
  pausedReason!: string | null;

  @Time()
  createdAt!: number;

  @Time()
  updatedAt!: number;

  @OfTenant(() => Tenant, 'FK_connection_tenant')
  tenant?: Relation<Tenant>;
}
