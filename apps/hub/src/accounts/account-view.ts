import { Injectable } from '@nestjs/common';
import { HubConfig } from '../config.js';
import type { AccountAnswer, CallbackUrls, V3KeyAnswer } from './account.answer.js';
import type { Account } from './account.entity.js';
import { AccountAddress } from './account-address.js';
import { AccountPaces } from './account-paces.js';
import { AccountRows } from './account-rows.js';
import { AccountVault } from './account-secrets.js';
import { callbackUrls } from './callback-urls.js';

/** Accounts as the API shows them: without what must stay inside. */
@Injectable()
export class AccountView {
  constructor(
    private readonly rows: AccountRows,
    private readonly vault: AccountVault,
    private readonly address: AccountAddress,
    private readonly paces: AccountPaces,
    private readonly config: HubConfig,
  ) {}

  answerOf(row: Account, warnings: readonly string[] = []): AccountAnswer {
    return {
      id: row.id,
      name: row.name,
      endpoint: row.endpoint,
      clientId: row.clientId,
      owner: row.owner,
      credential: row.credential,
      hasApiSecret: row.credential === 'secret',
      v3Endpoint: row.v3Endpoint,
      hasV3ApiKey: row.hasV3ApiKey === 1,
      v3Key: v3KeyOf(row),
      state: row.state,
      pausedReason: row.pausedReason,
      callsPerSecond: row.callsPerSecond,
      concurrency: row.concurrency,
      timeoutSeconds: row.timeoutMs / 1000,
      lookUpSeconds: JSON.parse(row.lookUpSeconds),
      retryWindowMinutes: row.retryWindowMinutes,
      pace: this.paces.report(row.tenantId, row.id, row),
      callbackUrls: this.urlsOf(row),
      hasOldCallbackSecret: this.vault.open(row).callbackSecrets.length > 1,
      warnings: [...this.address.warningsOf(row.endpoint), ...warnings],
      createdAt: new Date(row.createdAt).toISOString(),
      updatedAt: new Date(row.updatedAt).toISOString(),
    };
  }

  /** What a store shows of its account. @throws ProblemException 404. */
  async callbackUrls(tenantId: string, accountId: string): Promise<CallbackUrls> {
    return this.urlsOf(await this.rows.get(tenantId, accountId));
  }

  private urlsOf(row: Account): CallbackUrls {
    const [secret = ''] = this.vault.open(row).callbackSecrets;
    return callbackUrls(this.config.publicUrl, row, secret);
  }
}

/** What is known of the key, without it. */
export const v3KeyOf = (row: Account): V3KeyAnswer => ({
  state: row.hasV3ApiKey === 1 ? (row.v3KeyState ?? 'unchecked') : 'none',
  expiresAt: isoOrNull(row.v3KeyExpiresAt),
  checkedAt: isoOrNull(row.v3KeyCheckedAt),
});

const isoOrNull = (ms: number | null): string | null =>
  ms === null ? null : new Date(ms).toISOString();
