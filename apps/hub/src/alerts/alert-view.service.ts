import { Injectable } from '@nestjs/common';
import { type Page, pageOf } from '../api/page.js';
import { Database } from '../database/database.service.js';
import { Metrics } from '../health/metrics.service.js';
import type { AlertAnswer, AlertQuery, AlertState } from './alert.dto.js';
import type { Alert } from './alert.entity.js';

const WHERE: Readonly<Record<AlertQuery['state'], string>> = {
  open: 'AND resolved_at IS NULL AND acknowledged_at IS NULL',
  acknowledged: 'AND resolved_at IS NULL AND acknowledged_at IS NOT NULL',
  resolved: 'AND resolved_at IS NOT NULL',
  all: '',
};

/** Alerts as the API shows them. */
@Injectable()
export class AlertViewService {
  constructor(
    private readonly db: Database,
    metrics: Metrics,
  ) {
    metrics.gauge({
      name: 'storewire_alerts',
      help: 'Alerts that are not resolved, by kind.',
      labelNames: ['tenant', 'kind'],
      collect: async (gauge) => {
        const rows = await this.db.query<{ tenant_id: string; kind: string; n: number }>(
          'SELECT tenant_id, kind, COUNT(*) AS n FROM alert WHERE resolved_at IS NULL GROUP BY tenant_id, kind',
        );
        gauge.reset();
        for (const row of rows) {
          gauge.set({ tenant: row.tenant_id, kind: row.kind }, Number(row.n));
        }
      },
    });
  }

  /** Newest first. */
  async list(
    tenantId: string,
    { state, limit }: Pick<AlertQuery, 'state' | 'limit'>,
    after: string,
  ): Promise<Page<AlertAnswer>> {
    const rows = await this.db.query(
      `SELECT id, kind, subject, severity, message, first_at, last_at, count, acknowledged_at, resolved_at FROM alert
       WHERE tenant_id = $1 AND id < $2 ${WHERE[state]} ORDER BY id DESC LIMIT ${limit + 1}`,
      [tenantId, after || '~'],
    );
    const alerts = rows.map((row) =>
      answerOf({
        ...row,
        firstAt: row.first_at,
        lastAt: row.last_at,
        acknowledgedAt: row.acknowledged_at,
        resolvedAt: row.resolved_at,
      } as unknown as Alert),
    );
    return pageOf(alerts, limit, (alert) => alert.id);
  }
}

export function answerOf(alert: Omit<Alert, 'tenantId' | 'tenant'>): AlertAnswer {
  const [type = '', id = ''] = alert.subject.split(':');
  return {
    id: alert.id,
    kind: alert.kind,
    severity: alert.severity,
    subject: { type, id },
    message: alert.message,
    state: stateOf(alert),
    count: Number(alert.count),
    firstAt: iso(alert.firstAt),
    lastAt: iso(alert.lastAt),
    acknowledgedAt: alert.acknowledgedAt === null ? null : iso(alert.acknowledgedAt),
    resolvedAt: alert.resolvedAt === null ? null : iso(alert.resolvedAt),
  };
}

const stateOf = ({
  resolvedAt,
  acknowledgedAt,
}: Pick<Alert, 'resolvedAt' | 'acknowledgedAt'>): AlertState =>
  resolvedAt !== null ? 'resolved' : acknowledgedAt !== null ? 'acknowledged' : 'open';

const iso = (ms: number): string => new Date(Number(ms)).toISOString();
