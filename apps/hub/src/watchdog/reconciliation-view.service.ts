import { Injectable } from '@nestjs/common';
import { Database } from '../database/database.service.js';
import { PollCursor } from '../processing/poll.entity.js';
import { WebhookDay } from '../processing/webhook-day.entity.js';
import type { ReconciliationAnswer } from './reconciliation.answer.js';
import { WebhookWatch } from './webhook-watch.entity.js';

const DAYS = 31;

/** What webhooks bring of a store, and what polls find behind them. */
@Injectable()
export class ReconciliationView {
  constructor(private readonly db: Database) {}

  async of(tenantId: string, storeId: string): Promise<ReconciliationAnswer> {
    const watch = await this.db.of(tenantId, WebhookWatch).findOne({ storeId });
    const polls = await this.db
      .of(tenantId, PollCursor)
      .find({ where: { storeId }, order: { kind: 'ASC' } });
    const days = await this.db
      .of(tenantId, WebhookDay)
      .find({ where: { storeId }, order: { day: 'DESC' }, take: DAYS });
    const [last] = await this.db.query<{ at: number | null }>(
      'SELECT MAX(last_at) AS at FROM webhook_day WHERE tenant_id = $1 AND store_id = $2',
      [tenantId, storeId],
    );
    return {
      subscriptions: {
        state: watch?.state ?? 'waiting',
        detail: watch?.detail ?? null,
        topics: watch?.topics ?? [],
        checkedAt: isoOrNull(watch?.checkedAt),
        lastWebhookAt: isoOrNull(last?.at),
      },
      polls: polls.map(({ kind, lastAt, nextAt, error }) => ({
        kind,
        lastAt: isoOrNull(lastAt),
        nextAt: new Date(nextAt).toISOString(),
        error,
      })),
      days: days.map(({ day, received, polled, seen, missed, late }) => ({
        day,
        webhooks: received,
        polled,
        seen,
        missedByWebhooks: Math.max(0, missed - late),
      })),
    };
  }
}

const isoOrNull = (ms: number | null | undefined): string | null =>
  ms === null || ms === undefined ? null : new Date(ms).toISOString();
