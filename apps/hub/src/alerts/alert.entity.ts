import { Entity, Index, type Relation } from 'typeorm';
import { Count, Id, OfTenant, Text, Time, Varchar } from '../database/columns.js';
import { Tenant } from '../tenants/tenant.entity.js';

export const ALERT_KINDS = [
  'pausedAccount',
  'pausedConnection',
  'deadLetters',
  'webhookWatchdog',
  'tagPlacement',
  'silence',
  'oversizeBody',
  'clockSkew',
  'ownerMissing',
  'v3KeyRefused',
  'v3KeyExpiring',
] as const;
export type AlertKind = (typeof ALERT_KINDS)[number];

export const SEVERITIES = ['warning', 'error'] as const;
export type Severity = (typeof SEVERITIES)[number];

/** `store:<id>`, `account:<id>` or `connection:<id>`. */
export type AlertSubject = `${'store' | 'account' | 'connection'}:${string}`;

/** Something a person should know; one row per kind and subject while it lasts. Holds no personal data. */
@Entity('alert')
@Index('UQ_alert_open', ['tenantId', 'kind', 'subject'], {
  unique: true,
  where: 'resolved_at IS NULL',
})
export class Alert {
  @Id()
  tenantId!: string;

  @Id()
  id!: string;

  @Varchar(20)
  kind!: AlertKind;

  @Varchar(60)
  subject!: AlertSubject;

  @Varchar(10)
  severity!: Severity;

  @Text()
  message!: string;

  @Time()
  firstAt!: number;

  @Time()
  lastAt!: number;

  @Count()
  count!: number;

  @Time({ nullable: true })
  acknowledgedAt!: number | null;

  @Time({ nullable: true })
  resolvedAt!: number | null;

  @OfTenant(() => Tenant, 'FK_alert_tenant')
  tenant?: Relation<Tenant>;
}
