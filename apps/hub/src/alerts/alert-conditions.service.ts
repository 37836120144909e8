import { Injectable, Logger, type OnModuleInit } from '@nestjs/common';
import { AccountDirectory } from '../accounts/account-directory.js';
import { Clock } from '../clock.js';
import { ConnectionPause } from '../connections/connection-pause.js';
import { Database } from '../database/database.service.js';
import type { AlertSubject } from './alert.entity.js';
import { AlertsService, type HeldAlert } from './alerts.service.js';

/** What happens once is over after this long without another time. */
const EVENT_LASTS_MS = 24 * 3_600_000;

/** Alerts that follow from what the tables say: paused lanes, dead letters, and the end of what only happened once. */
@Injectable()
export class AlertConditions implements OnModuleInit {
  private readonly log = new Logger('alerts');

  constructor(
    private readonly db: Database,
    private readonly alerts: AlertsService,
    private readonly accounts: AccountDirectory,
    private readonly connections: ConnectionPause,
    private readonly clock: Clock,
  ) {}

  onModuleInit(): void {
    this.accounts.onChange(() => this.inBackground(() => this.pausedAccounts()));
    this.connections.onChange(() => this.inBackground(() => this.pausedConnections()));
  }

  async evaluate(): Promise<void> {
    await this.pausedAccounts();
    await this.pausedConnections();
    await this.deadLetters();
    await this.endEvents();
  }

  private async pausedAccounts(): Promise<void> {
    const rows = await this.paused('account');
    await this.alerts.settle(
      'pausedAccount',
      rows.map(({ reason: _, ...row }) => ({
        ...row,
        kind: 'pausedAccount',
        severity: 'error',
        message:
          'SALESmanago refuses the credentials of this account. Its messages wait and none is lost: correct the account, or check it again.',
        count: 1,
      })),
    );
  }

  private async pausedConnections(): Promise<void> {
    const rows = await this.paused('connection');
    await this.alerts.settle(
      'pausedConnection',
      rows.map(({ reason, ...row }) => ({
        ...row,
        kind: 'pausedConnection',
        severity: 'error',
        message: `${reason ? sentence(reason) : 'The store refuses the credentials of this connection.'} Its messages wait and none is lost: correct the connection, or check the store again.`,
        count: 1,
      })),
    );
  }

  private async deadLetters(): Promise<void> {
    const rows = await this.db.query<{ tenant_id: string; store_id: string; dead: number }>(
      'SELECT tenant_id, store_id, dead FROM store_count WHERE dead > 0',
    );
    await this.alerts.settle(
      'deadLetters',
      rows.map((row): HeldAlert => {
        const count = Number(row.dead);
        return {
          tenantId: row.tenant_id,
          kind: 'deadLetters',
          subject: `store:${row.store_id}`,
          severity: 'error',
          message: `${count === 1 ? 'A message of this store stopped and waits' : `${count} messages of this store stopped and wait`} for a person: see the dead letters.`,
          count,
        };
      }),
    );
  }

  /** A body that was too large is history after a day; and what is gone needs no attention. */
  private async endEvents(): Promise<void> {
    const rows = await this.db.query<{ tenant_id: string; kind: string; subject: string }>(
      `SELECT tenant_id, kind, subject FROM alert a WHERE resolved_at IS NULL AND (
         (kind = 'oversizeBody' AND last_at < $1)
         OR (subject LIKE 'store:%' AND NOT EXISTS (SELECT 1 FROM store s WHERE s.tenant_id = a.tenant_id AND 'store:' || s.id = a.subject))
         OR (subject LIKE 'account:%' AND NOT EXISTS (SELECT 1 FROM account s WHERE s.tenant_id = a.tenant_id AND 'account:' || s.id = a.subject))
         OR (subject LIKE 'connection:%' AND NOT EXISTS (SELECT 1 FROM connection s WHERE s.tenant_id = a.tenant_id AND 'connection:' || s.id = a.subject)))`,
      [this.clock.now() - EVENT_LASTS_MS],
    );
    for (const { tenant_id, kind, subject } of rows) {
      await this.alerts.resolve(
        tenant_id,
        kind as Parameters<AlertsService['resolve']>[1],
        subject as AlertSubject,
      );
    }
  }

  private async paused(
    table: 'account' | 'connection',
  ): Promise<{ tenantId: string; subject: AlertSubject; reason: string | null }[]> {
    const rows = await this.db.query<{
      tenant_id: string;
      id: string;
      paused_reason: string | null;
    }>(`SELECT tenant_id, id, paused_reason FROM ${table} WHERE state = 'paused'`);
    return rows.map((row) => ({
      tenantId: row.tenant_id,
      subject: `${table}:${row.id}`,
      reason: row.paused_reason,
    }));
  }

  /** The sweep comes by anyway; this only makes it sooner. */
  private inBackground(work: () => Promise<void>): void {
    work().catch((error: Error) => this.log.warn(`Alerts were not evaluated: ${error.name}`));
  }
}

const sentence = (text: string): string => (/[.!?]$/.test(text) ? text : `${text}.`);
