import { Injectable, Logger, type OnApplicationBootstrap } from '@nestjs/common';
import { Clock } from '../clock.js';
import { Database } from '../database/database.service.js';
import { WorkQueue } from '../work/work-queue.js';
import { AccountAlerts } from './account-alerts.service.js';
import { AccountLook } from './account-look.service.js';

const DAY_MS = 86_400_000;
const SWEEP_MS = 15 * 60_000;

/** Looks at every account once a day: are its owners still users, does its API v3 key still work. */
@Injectable()
export class AccountWatch implements OnApplicationBootstrap {
  private readonly log = new Logger('watchdog');

  constructor(
    private readonly db: Database,
    private readonly looks: AccountLook,
    private readonly alerts: AccountAlerts,
    private readonly queue: WorkQueue,
    private readonly clock: Clock,
  ) {}

  async onApplicationBootstrap(): Promise<void> {
    await this.alerts.evaluate();
    this.queue.every('accounts', SWEEP_MS, () => this.sweep());
  }

  async sweep(): Promise<void> {
    const due = await this.db.query<{ tenant_id: string; id: string }>(
      `SELECT tenant_id, id FROM account WHERE state = 'active' AND watched_at <= $1 ORDER BY watched_at`,
      [this.clock.now() - DAY_MS],
    );
    for (const { tenant_id: tenantId, id } of due) {
      if (this.queue.isStopping) return;
      try {
        await this.looks.at(tenantId, id);
      } catch (error) {
        this.log.warn(`Account ${id} could not be looked at: ${(error as Error).name}.`);
      }
    }
    await this.alerts.evaluate();
  }
}
