import { Entity, type Relation } from 'typeorm';
import { BelongsTo, Id, Json, Text, Time, Varchar } from '../database/columns.js';
import { Store } from '../stores/store.entity.js';

/**
 * `waiting`: not checked yet. `unsupported`: the platform has no subscriptions to look at. `unreachable`: the store
 * cannot reach the hub, so polls do the work. `repaired`: the last check had to register again.
 */
export const WATCH_STATES = [
  'waiting',
  'ok',
  'repaired',
  'failed',
  'unreachable',
  'unsupported',
] as const;
export type WatchState = (typeof WATCH_STATES)[number];

/** What the watchdog knows of the webhook subscriptions of a store. */
@Entity('webhook_watch')
export class WebhookWatch {
  @Id()
  tenantId!: string;

  @Id()
  storeId!: string;

  @Varchar(12, { default: 'waiting' })
  state!: WatchState;

  @Text({ nullable: true })
  detail!: string | null;

  /** Topics that were subscribed when the hub last looked; null before the first time. */
  @Json({ nullable: true })
  topics!: string[] | null;

  /** The hub's public address at the last check: another one means that every subscription points elsewhere. */
  @Varchar(500)
  publicUrl!: string;

  @Time({ nullable: true })
  checkedAt!: number | null;

  @Time()
  nextAt!: number;

  @BelongsTo(() => Store, 'store_id', 'FK_webhook_watch_store')
  store?: Relation<Store>;
}
