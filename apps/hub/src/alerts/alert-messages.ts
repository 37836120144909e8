import { Injectable } from '@nestjs/common';
import { Clock } from '../clock.js';
import type { Tx } from '../database/sql.js';
import { newId } from '../ids.js';
import { WorkQueue } from '../work/work-queue.js';
import type { Alert } from './alert.entity.js';

export type AlertEvent = 'alert.opened' | 'alert.reopened' | 'alert.resolved' | 'alert.test';

/** What a receiver is told: ids, times and a sentence. */
export type ToldAlert = Pick<
  Alert,
  'tenantId' | 'id' | 'kind' | 'subject' | 'severity' | 'message' | 'firstAt' | 'lastAt' | 'count'
>;

/** The lane that sends the messages of one tenant. */
export const alertLane = (tenantId: string): string => `alert:${tenantId}:${tenantId}`;

/** Puts messages about alerts into the outbox of the tenant's webhook, where there is one. */
@Injectable()
export class AlertMessages {
  constructor(
    private readonly queue: WorkQueue,
    private readonly clock: Clock,
  ) {}

  /** Inside the transaction that changes the alert; `wake` comes after it. */
  async add(tx: Tx, event: AlertEvent, alert: ToldAlert): Promise<void> {
    const { tenantId } = alert;
    const hooks = await tx.query('SELECT 1 AS one FROM alert_webhook WHERE tenant_id = $1', [
      tenantId,
    ]);
    if (hooks.length === 0) return;
    const now = this.clock.now();
    await tx.insertRows(
      'alert_message',
      { tenant_id: 'text', id: 'text', body: 'text', due_at: 'bigint', created_at: 'bigint' },
      [
        {
          tenant_id: tenantId,
          id: newId(),
          body: JSON.stringify(bodyOf(event, alert, now)),
          due_at: now,
          created_at: now,
        },
      ],
    );
  }

  wake(tenantId: string): void {
    this.queue.wake(alertLane(tenantId));
  }
}

function bodyOf(type: AlertEvent, alert: ToldAlert, now: number) {
  const [subjectType, subjectId] = alert.subject.split(':');
  return {
    type,
    timestamp: iso(now),
    data: {
      id: alert.id,
      tenantId: alert.tenantId,
      kind: alert.kind,
      severity: alert.severity,
      subject: { type: subjectType, id: subjectId },
      message: alert.message,
      count: alert.count,
      firstAt: iso(alert.firstAt),
      lastAt: iso(alert.lastAt),
    },
  };
}

const iso = (ms: number): string => new Date(ms).toISOString();
