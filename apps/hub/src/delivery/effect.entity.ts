import { Entity, type Relation } from 'typeorm';
import { Id, KeyText, OfTenant, Ref, Time, Varchar } from '../database/columns.js';
import { Tenant } from '../tenants/tenant.entity.js';

/** What must happen once. Holds order ids and no person, and lives as long as the tenant. */
@Entity('effect')
export class Effect {
  @Id()
  tenantId!: string;

  @KeyText(700)
  effectKey!: string;

  @Varchar(5)
  state!: 'open' | 'done';

  @Ref({ nullable: true })
  commandId!: string | null;

  @Varchar(100, { nullable: true })
  eventId!: string | null;

  @Time()
  at!: number;

  @OfTenant(() => Tenant, 'FK_effect_tenant')
  tenant?: Relation<Tenant>;
}
