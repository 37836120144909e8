import { Entity, type Relation } from 'typeorm';
import { Id, Int, OfTenant, Text, Time, Varchar } from '../database/columns.js';
import { Tenant } from '../tenants/tenant.entity.js';

/** Where the alerts of a tenant are sent. */
@Entity('alert_webhook')
export class AlertWebhook {
  @Id()
  tenantId!: string;

  @Varchar(500)
  url!: string;

  /** Encrypted. */
  @Text()
  secret!: string;

  @Time()
  createdAt!: number;

  /** When a message was last tried, and what came of it. */
  @Time({ nullable: true })
  lastAt!: number | null;

  @Text({ nullable: true })
  lastError!: string | null;

  @OfTenant(() => Tenant, 'FK_alert_webhook_tenant')
  tenant?: Relation<Tenant>;
}

/** A message about an alert that the tenant's webhook has not taken yet. */
@Entity('alert_message')
export class AlertMessage {
  @Id()
  tenantId!: string;

  /** Also the message's id at the receiver: the same over all tries. */
  @Id()
  id!: string;

  /** JSON as it is signed and sent. */
  @Text()
  body!: string;

  @Int({ default: 0 })
  tries!: number;

  @Time()
  dueAt!: number;

  @Time()
  createdAt!: number;

  @OfTenant(() => Tenant, 'FK_alert_message_tenant')
  tenant?: Relation<Tenant>;
}
