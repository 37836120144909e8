import { Entity, type Relation } from 'typeorm';
import { BelongsTo, Count, Id, KeyText, Time } from '../database/columns.js';
import { Store } from '../stores/store.entity.js';

/** How webhooks and polls of a store compare on one day of the store's zone. */
@Entity('webhook_day')
export class WebhookDay {
  @Id()
  tenantId!: string;

  @Id()
  storeId!: string;

  /** `2026-11-21`. */
  @KeyText(10)
  day!: string;

  /** Webhooks that came in. */
  @Count()
  received!: number;

  /** When the last one did. */
  @Time({ nullable: true })
  lastAt!: number | null;

  /** Object versions that a poll took in. */
  @Count()
  polled!: number;

  /** Object versions that a poll found and a webhook had brought before. */
  @Count()
  seen!: number;

  /** Of those taken in by a poll: webhooks should have brought them. */
  @Count()
  missed!: number;

  /** When the last of those was found. */
  @Time({ nullable: true })
  missedAt!: number | null;

  /** Of those missed: a webhook brought them after the poll. */
  @Count()
  late!: number;

  @BelongsTo(() => Store, 'store_id', 'FK_webhook_day_store')
  store?: Relation<Store>;
}
