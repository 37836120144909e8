import { Entity, type Relation } from 'typeorm';
import { Id, Json, KeyText, OfTenant, Time } from '../database/columns.js';
import { Tenant } from '../tenants/tenant.entity.js';

/** One stored setting; `storeId` is empty for the tenant's layer. */
@Entity('setting')
export class SettingValue {
  @Id()
  tenantId!: string;

  @KeyText(36)
  storeId!: string;

  @KeyText(60)
  key!: string;

  @Json()
  value!: unknown;

  @Time()
  updatedAt!: number;

  @OfTenant(() => Tenant, 'FK_setting_tenant')
  tenant?: Relation<Tenant>;
}
