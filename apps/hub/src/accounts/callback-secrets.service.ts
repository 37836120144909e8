import { Injectable } from '@nestjs/common';
import { SECRET_CHANGED } from '../access/audit.service.js';
import type { Caller } from '../access/caller.js';
import { conflict } from '../access/problem.js';
import type { Account } from './account.entity.js';
import { AccountRows } from './account-rows.js';
import { AccountVault } from './account-secrets.js';
import { newCallbackSecret } from './callback-urls.js';

/** S10: the secret of the callback URLs changes while both are valid, until somebody takes the old one away. */
@Injectable()
export class CallbackSecrets {
  constructor(
    private readonly rows: AccountRows,
    private readonly vault: AccountVault,
  ) {}

  /** @throws ProblemException 409 while an old secret is still valid: it may be the one that SALESmanago uses. */
  async rotate(tenantId: string, accountId: string, by: Caller): Promise<Account> {
    const row = await this.rows.get(tenantId, accountId);
    const { callbackSecrets } = this.vault.open(row);
    if (callbackSecrets.length > 1) {
      throw conflict(
        'OLD_SECRET_VALID',
        'The secret before is still valid. Paste the new URLs into SALESmanago, then remove the old secret.',
        'fixSettings',
      );
    }
    return this.keep(row, [newCallbackSecret(), ...callbackSecrets], by);
  }

  /** Callbacks with the old secret are refused from now on; nothing happens where there is none. */
  async removeOld(tenantId: string, accountId: string, by: Caller): Promise<Account> {
    const row = await this.rows.get(tenantId, accountId);
    const { callbackSecrets } = this.vault.open(row);
    return callbackSecrets.length > 1 ? this.keep(row, callbackSecrets.slice(0, 1), by) : row;
  }

  private async keep(
    row: Account,
    callbackSecrets: readonly string[],
    by: Caller,
  ): Promise<Account> {
    const { tenantId, id } = row;
    const secrets = this.vault.seal(tenantId, id, { ...this.vault.open(row), callbackSecrets });
    await this.rows.update(row, { secrets }, by, { callbackSecret: SECRET_CHANGED });
    return { ...row, secrets };
  }
}
