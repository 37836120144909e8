import { Entity, type Relation } from 'typeorm';
import { Id, Json, OfTenant, Ref, Time, Varchar } from '../database/columns.js';
import { Tenant } from '../tenants/tenant.entity.js';

/** Stored values of one store around a change; a key that is absent was (or is) inherited. */
export interface LayerChange {
  readonly storeId: string;
  readonly before: Readonly<Record<string, unknown>>;
  readonly after: Readonly<Record<string, unknown>>;
  readonly keys: readonly string[];
}

/** One change of several settings or stores, kept so that it can be taken back. */
@Entity('settings_change')
export class SettingsChangeRow {
  @Id()
  tenantId!: string;

  @Id()
  id!: string;

  @Time()
  at!: number;

  @Varchar(200)
  actor!: string;

  @Json()
  layers!: readonly LayerChange[];

  /** The change that took it back. */
  @Ref({ nullable: true })
  undoneBy!: string | null;

  @OfTenant(() => Tenant, 'FK_settings_change_tenant')
  tenant?: Relation<Tenant>;
}
