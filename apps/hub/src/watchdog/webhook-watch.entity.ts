import { Entity, type Relation } from 'typeorm';
import { BelongsTo, Json, Varchar } from '../database/columns.js';
import { Store } from '../stores/store.entity.js';
import { StoreRoundRow } from '../work/store-round-row.js';

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
export class WebhookWatch extends StoreRoundRow {
  @Varchar(12, { default: 'waiting' })
  state!: WatchState;

  /** Topics that were subscribed when the hub last looked; null before the first time. */
  @Json({ nullable: true })
  topics!: string[] | null;

  @BelongsTo(() => Store, 'store_id', 'FK_webhook_watch_store')
  store?: Relation<Store>;
}
