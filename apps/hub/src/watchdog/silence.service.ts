import { Injectable } from '@nestjs/common';
import { AlertsService, type HeldAlert } from '../alerts/alerts.service.js';
import { Clock } from '../clock.js';
import { Database } from '../database/database.service.js';
import { dayOf } from '../processing/webhook-days.js';
import type { StoreContext } from '../stores/store-context.js';
import { StoreDirectory } from '../stores/store-directory.js';
import { type TalkDay, webhooksStopped, wentSilent } from './silence.js';
import { WebhookWatchService } from './webhook-watch.service.js';

const LOOK_BACK_MS = 10 * 24 * 3_600_000;

/** Notices stores that used to talk and do not any more. */
@Injectable()
export class SilenceService {
  /** Stores whose subscriptions were looked at because of the silence that lasts. */
  private readonly looked = new Set<string>();

  constructor(
    private readonly db: Database,
    private readonly stores: StoreDirectory,
    private readonly watch: WebhookWatchService,
    private readonly alerts: AlertsService,
    private readonly clock: Clock,
  ) {}

  async evaluate(): Promise<void> {
    const now = this.clock.now();
    const days = await this.daysSince(now - LOOK_BACK_MS);
    const held: HeldAlert[] = [];
    for (const store of await this.stores.all()) {
      const message = store.isPaused
        ? undefined
        : await this.judge(store, days.get(store.storeId) ?? [], now);
      if (message === undefined) continue;
      const { tenantId, storeId } = store;
      const about = { tenantId, kind: 'silence', subject: `store:${storeId}` } as const;
      held.push({ ...about, severity: 'warning', message, count: 1 });
    }
    await this.alerts.settle('silence', held);
  }

  private async judge(
    store: StoreContext,
    days: readonly TalkDay[],
    now: number,
  ): Promise<string | undefined> {
    const { tenantId, storeId } = store;
    const stoppedAt = webhooksStopped(days, now);
    if (stoppedAt === undefined) this.looked.delete(storeId);
    else {
      if (!this.looked.has(storeId)) await this.watch.lookSoon(tenantId, storeId);
      this.looked.add(storeId);
      return `No webhook has come since ${new Date(stoppedAt).toISOString()}, while polling brings changes. The subscriptions are being checked.`;
    }
    return wentSilent(days, dayOf(store, now))
      ? 'This store talked every day for a week and has said nothing for a day or more. Is it still in use?'
      : undefined;
  }

  private async daysSince(ms: number): Promise<Map<string, TalkDay[]>> {
    const rows = await this.db.query(
      'SELECT store_id, day, received, polled, missed, missed_at, late, last_at FROM webhook_day WHERE day >= $1',
      [new Date(ms).toISOString().slice(0, 10)],
    );
    return Map.groupBy(
      rows.map((row) => ({
        storeId: String(row.store_id),
        day: String(row.day),
        received: Number(row.received),
        polled: Number(row.polled),
        missed: Number(row.missed) - Number(row.late),
        missedAt: row.missed_at === null ? null : Number(row.missed_at),
        lastAt: row.last_at === null ? null : Number(row.last_at),
      })),
      (row) => row.storeId,
    );
  }
}
