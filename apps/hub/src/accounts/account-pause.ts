import { Injectable, Logger } from '@nestjs/common';
import { Clock } from '../clock.js';
import { Database } from '../database/database.service.js';
import { accountLane, WorkQueue } from '../work/work-queue.js';
import { Account } from './account.entity.js';
import { AccountDirectory } from './account-directory.js';

/** An account whose credentials SALESmanago refuses waits, with all its messages, until a check passes. */
@Injectable()
export class AccountPause {
  private readonly log = new Logger('accounts');

  constructor(
    private readonly db: Database,
    private readonly directory: AccountDirectory,
    private readonly queue: WorkQueue,
    private readonly clock: Clock,
  ) {}

  async pause(tenantId: string, accountId: string, reason: string): Promise<void> {
    this.log.warn(`Account ${accountId} is paused: SALESmanago refused its credentials.`);
    await this.set(tenantId, accountId, 'paused', reason);
  }

  /** After a passed check. */
  async resume(tenantId: string, accountId: string): Promise<void> {
    await this.set(tenantId, accountId, 'active', null);
    this.queue.wake(accountLane(tenantId, accountId));
  }

  private async set(
    tenantId: string,
    accountId: string,
    state: 'active' | 'paused',
    reason: string | null,
  ): Promise<void> {
    await this.db
      .of(tenantId, Account)
      .update({ id: accountId }, { state, pausedReason: reason, updatedAt: this.clock.now() });
    this.directory.forget(tenantId, accountId);
  }
}
