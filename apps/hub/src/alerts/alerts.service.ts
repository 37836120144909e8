import { Injectable } from '@nestjs/common';
import { AuditService } from '../access/audit.service.js';
import { notFound } from '../access/problem.js';
import { Clock } from '../clock.js';
import { Database } from '../database/database.service.js';
import type { Tx, Value } from '../database/sql.js';
import { newId } from '../ids.js';
import { Alert, type AlertKind, type AlertSubject, type Severity } from './alert.entity.js';
import { AlertMessages } from './alert-messages.js';

/** Something to know. The message is shown and sent: no personal data, no secret. */
export interface NewAlert {
  readonly tenantId: string;
  readonly kind: AlertKind;
  readonly subject: AlertSubject;
  readonly severity: Severity;
  readonly message: string;
}

/** A condition that lasts, with how many times over it holds. */
export interface HeldAlert extends NewAlert {
  readonly count: number;
}

/** One alert per kind and subject: raised again it counts, and it ends by itself when its cause does. */
@Injectable()
export class AlertsService {
  constructor(
    private readonly db: Database,
    private readonly messages: AlertMessages,
    private readonly audit: AuditService,
    private readonly clock: Clock,
  ) {}

  /** Something happened; while the alert is open, once more. */
  async raise(alert: NewAlert): Promise<void> {
    await this.db.write(async (tx) => {
      const open = await openOf(tx, alert);
      if (!open) return this.open(tx, alert, 1);
      await tx.query(
        `UPDATE alert SET count = count + 1, last_at = $1, message = $2, severity = $3 WHERE tenant_id = $4 AND id = $5`,
        [this.clock.now(), alert.message, alert.severity, alert.tenantId, open.id],
      );
    });
    this.messages.wake(alert.tenantId);
  }

  /** What a kind of lasting condition is at present: what is not in the list any more is resolved. */
  async settle(kind: AlertKind, held: readonly HeldAlert[]): Promise<void> {
    const rows = await this.db.query(
      `SELECT * FROM alert WHERE kind = $1 AND resolved_at IS NULL`,
      [kind],
    );
    const open = new Map(rows.map((row) => [keyOf(row), row]));
    for (const alert of held) {
      const known = open.get(keyOf({ tenant_id: alert.tenantId, subject: alert.subject }));
      open.delete(keyOf({ tenant_id: alert.tenantId, subject: alert.subject }));
      if (known && Number(known.count) === alert.count && known.message === alert.message) continue;
      await this.hold(alert);
    }
    for (const row of open.values()) {
      await this.resolve(String(row.tenant_id), kind, row.subject as AlertSubject);
    }
  }

  /** The cause is gone; nothing happens where no such alert is open. */
  async resolve(tenantId: string, kind: AlertKind, subject: AlertSubject): Promise<void> {
    const isKnown = await this.db.query(
      'SELECT 1 AS one FROM alert WHERE tenant_id = $1 AND kind = $2 AND subject = $3 AND resolved_at IS NULL',
      [tenantId, kind, subject],
    );
    if (isKnown.length === 0) return;
    await this.db.write(async (tx) => {
      const open = await openOf(tx, { tenantId, kind, subject });
      if (!open) return;
      const now = this.clock.now();
      await tx.query(`UPDATE alert SET resolved_at = $1 WHERE tenant_id = $2 AND id = $3`, [
        now,
        tenantId,
        open.id,
      ]);
      await this.messages.add(tx, 'alert.resolved', { ...open, lastAt: now });
    });
    this.messages.wake(tenantId);
  }

  /** Somebody knows of it: it is listed no longer, and still ends by itself. @throws ProblemException 404. */
  async acknowledge(tenantId: string, id: string, actor: string): Promise<Alert> {
    await this.db.write(async (tx) => {
      const changed = await tx.updateRows(
        {
          table: 'alert',
          columns: { tenant_id: 'text', id: 'text', at: 'bigint' },
          key: ['tenant_id', 'id'],
          set: { acknowledged_at: 'COALESCE(@acknowledged_at, $at)' },
        },
        [{ tenant_id: tenantId, id, at: this.clock.now() }],
      );
      if (!changed[0]) throw notFound('alert');
      await this.audit.write(tx, { tenantId, actor, action: 'alert.acknowledge', target: id });
    });
    const row = await this.db.of(tenantId, Alert).findOne({ id });
    if (!row) throw notFound('alert');
    return row;
  }

  private async hold(alert: HeldAlert): Promise<void> {
    await this.db.write(async (tx) => {
      const open = await openOf(tx, alert);
      if (!open) return this.open(tx, alert, alert.count);
      const isMore = alert.count > open.count;
      const now = this.clock.now();
      const lastAt = isMore ? now : open.lastAt;
      await tx.query(
        `UPDATE alert SET count = $1, message = $2, last_at = $3, acknowledged_at = $4 WHERE tenant_id = $5 AND id = $6`,
        [
          alert.count,
          alert.message,
          lastAt,
          isMore ? null : open.acknowledgedAt,
          alert.tenantId,
          open.id,
        ],
      );
      // Who knew of it knew of less.
      if (isMore && open.acknowledgedAt !== null) {
        await this.messages.add(tx, 'alert.reopened', { ...open, ...alert, lastAt });
      }
    });
    this.messages.wake(alert.tenantId);
  }

  private async open(tx: Tx, alert: NewAlert, count: number): Promise<void> {
    const now = this.clock.now();
    const row = { ...alert, id: newId(), count, firstAt: now, lastAt: now };
    const [isNew] = await tx.insertRows(
      'alert',
      {
        tenant_id: 'text',
        id: 'text',
        kind: 'text',
        subject: 'text',
        severity: 'text',
        message: 'text',
        first_at: 'bigint',
        last_at: 'bigint',
        count: 'bigint',
      },
      [
        {
          tenant_id: row.tenantId,
          id: row.id,
          kind: row.kind,
          subject: row.subject,
          severity: row.severity,
          message: row.message,
          first_at: now,
          last_at: now,
          count,
        },
      ],
    );
    // Another process was quicker.
    if (isNew) await this.messages.add(tx, 'alert.opened', row);
  }
}

type Open = Pick<
  Alert,
  | 'tenantId'
  | 'id'
  | 'kind'
  | 'subject'
  | 'severity'
  | 'message'
  | 'firstAt'
  | 'lastAt'
  | 'count'
  | 'acknowledgedAt'
>;

async function openOf(
  tx: Tx,
  { tenantId, kind, subject }: Pick<NewAlert, 'tenantId' | 'kind' | 'subject'>,
): Promise<Open | undefined> {
  const [row] = await tx.query(
    `SELECT id, severity, message, first_at, last_at, count, acknowledged_at FROM alert
     WHERE tenant_id = $1 AND kind = $2 AND subject = $3 AND resolved_at IS NULL`,
    [tenantId, kind, subject],
  );
  if (!row) return undefined;
  return {
    tenantId,
    kind,
    subject,
    id: String(row.id),
    severity: row.severity as Severity,
    message: String(row.message),
    firstAt: Number(row.first_at),
    lastAt: Number(row.last_at),
    count: Number(row.count),
    acknowledgedAt: row.acknowledged_at as number | null,
  };
}

const keyOf = (row: Readonly<Record<string, Value>>): string => `${row.tenant_id} ${row.subject}`;
