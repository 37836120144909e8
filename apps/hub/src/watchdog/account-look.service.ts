import { Injectable } from '@nestjs/common';
import { SalesmanagoError } from '@storewire/salesmanago';
import { Account } from '../accounts/account.entity.js';
import { AccountDirectory } from '../accounts/account-directory.js';
import { AccountOwners } from '../accounts/account-owners.js';
import { V3KeyWatch } from '../accounts/v3-key-watch.service.js';
import { Clock } from '../clock.js';
import { Database } from '../database/database.service.js';

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
      if (!(error instanceof SalesmanagoError)) throw error;
      // The list is asked for in the name of the owner. Any other refusal is no news of owners.
      if (error.code === 'SM_OWNER_INVALID') found.ownersMissing = ['account'];
    }
    if (account.hasV3ApiKey) await this.keys.check(tenantId, accountId);
    await this.db.of(tenantId, Account).update({ id: accountId }, found as never);
  }
}
