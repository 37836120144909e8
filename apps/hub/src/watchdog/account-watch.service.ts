import { Injectable, Logger, type OnApplicationBootstrap } from '@nestjs/common';
import { SalesmanagoError } from '@storewire/salesmanago';
import { Account } from '../accounts/account.entity.js';
import { AccountDirectory } from '../accounts/account-directory.js';
import { AccountOwners } from '../accounts/account-owners.js';
import { V3KeyWatch } from '../accounts/v3-key-watch.service.js';
import { Clock } from '../clock.js';
import { Database } from '../database/database.service.js';
import { WorkQueue } from '../work/work-queue.js';
import { AccountAlerts } from './account-alerts.service.js';

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

/** One look at one account; what it finds is kept with the account. */
@Injectable()
export class AccountLook {
  constructor(
    private readonly db: Database,
    private readonly directory: AccountDirectory,
    private readonly owners: AccountOwners,
    private readonly keys: V3KeyWatch,
    private readonly clock: Clock,
  ) {}

  async at(tenantId: string, accountId: string): Promise<void> {
    const account = await this.directory.get(tenantId, accountId);
    const found: Partial<Account> = { watchedAt: this.clock.now() };
    try {
      const missing = await this.owners.missing(account, await account.client.account.owners());
      found.ownersMissing = missing.map(({ storeId }) => storeId ?? 'account');
    } catch (error) {
      // Who refuses the question pauses the account when there is something to send; this is no news of owners.
      if (!(error instanceof SalesmanagoError)) throw error;
    }
    if (account.hasV3ApiKey) await this.keys.check(tenantId, accountId);
    await this.db.of(tenantId, Account).update({ id: accountId }, found as never);
  }
}
