import { Entity, type Relation } from 'typeorm';
import { Id, Int, Json, OfTenant, Text, Time, Varchar } from '../database/columns.js';
import { Tenant } from '../tenants/tenant.entity.js';

/** What is known of an API v3 key: `wrong` never worked, `revoked` worked before. */
export const V3_KEY_STATES = ['working', 'wrong', 'revoked', 'expired'] as const;
export type V3KeyState = (typeof V3_KEY_STATES)[number];

/** One SALESmanago account. `secrets` is encrypted JSON: apiSecret or the signed pair, the v3 key, the callback secrets. */
@Entity('account')
export class Account {
  @Id()
  tenantId!: string;

  @Id()
  id!: string;

  @Varchar(200)
  name!: string;

  @Varchar(500)
  endpoint!: string;

  @Varchar(100)
  clientId!: string;

  @Varchar(254)
  owner!: string;

  @Varchar(10)
  credential!: 'secret' | 'pair';

  @Text()
  secrets!: string;

  @Varchar(500, { nullable: true })
  v3Endpoint!: string | null;

  @Int({ default: 0 })
  hasV3ApiKey!: number;

  /** What the last call with the v3 key said; null before the first one. The key itself is kept in every case. */
  @Varchar(10, { nullable: true })
  v3KeyState!: V3KeyState | null;

  /** When the v3 key ends; null where nobody said. */
  @Time({ nullable: true })
  v3KeyExpiresAt!: number | null;

  @Time({ nullable: true })
  v3KeyCheckedAt!: number | null;

  /** Whose owner is no user of the account any more, as `account` and ids of stores; found by the daily watch. */
  @Json({ default: '[]' })
  ownersMissing!: readonly string[];

  /** When the daily watch looked last. */
  @Time({ default: 0 })
  watchedAt!: number;

  @Varchar(10, { default: 'active' })
  state!: 'active' | 'paused';

  @Text({ nullable: true })
  pausedReason!: string | null;

  @Int({ default: 5 })
  callsPerSecond!: number;

  @Int({ default: 2 })
  concurrency!: number;

  /** How long a call may take, from its start to the last byte of the answer. */
  @Int({ default: 30_000 })
  timeoutMs!: number;

  @Int({ default: 0 })
  epoch!: number;

  /** When an unknown outcome is looked up, in seconds after the attempt. */
  @Text({ default: '[5,30,120]' })
  lookUpSeconds!: string;

  /** How long a command may fail while others of the lane succeed. */
  @Int({ default: 60 })
  retryWindowMinutes!: number;

  /** 1 once a look-up has found an event the hub knows it sent. */
  @Int({ default: 0 })
  lookUpProven!: number;

  @Time()
  createdAt!: number;

  @Time()
  updatedAt!: number;

  @OfTenant(() => Tenant, 'FK_account_tenant')
  tenant?: Relation<Tenant>;
}
