import { Injectable } from '@nestjs/common';
import {
  type ApiKeyExpiry,
  type SalesmanagoClient,
  SalesmanagoError,
} from '@storewire/salesmanago';
import { SECRET_CHANGED } from '../access/audit.service.js';
import type { Caller } from '../access/caller.js';
import { conflict } from '../access/problem.js';
import type { Account } from './account.entity.js';
import { AccountDirectory } from './account-directory.js';
import { accountProblem } from './account-problem.js';
import { AccountRows } from './account-rows.js';
import { type AccountSecrets, AccountVault } from './account-secrets.js';
import { keyEnd, newToken, V3_KEY_NAME, V3KeySetting } from './v3-key-setting.js';
import { V3KeyWatch } from './v3-key-watch.service.js';

/** The API v3 key of an account: entered, made with a login, revoked. It is never erased. */
@Injectable()
export class V3KeyService {
  constructor(
    private readonly rows: AccountRows,
    private readonly vault: AccountVault,
    private readonly directory: AccountDirectory,
    private readonly watch: V3KeyWatch,
    private readonly setting: V3KeySetting,
  ) {}

  /** Saves a key that was entered, and asks SALESmanago with it. Whether it works shows in the account. */
  async enter(
    tenantId: string,
    accountId: string,
    { apiKey, expiresAt }: { readonly apiKey: string; readonly expiresAt?: number | undefined },
    by: Caller,
  ): Promise<Account> {
    const row = await this.rows.get(tenantId, accountId);
    await this.save(row, { v3ApiKey: apiKey }, expiresAt ?? null, by);
    await this.watch.check(tenantId, accountId);
    return this.rows.get(tenantId, accountId);
  }

  /**
   * Makes a key with the login of a SALESmanago user; the password is used for this call and forgotten. The key before
   * stays valid in SALESmanago until somebody revokes it.
   * @throws ProblemException 422 for wrong data; 424 when SALESmanago does not answer.
   */
  async create(
    tenantId: string,
    accountId: string,
    login: { readonly email: string; readonly password: string; readonly expiry?: ApiKeyExpiry },
    by: Caller,
  ): Promise<Account> {
    const row = await this.rows.get(tenantId, accountId);
    const { client } = await this.directory.get(tenantId, accountId);
    const token = this.vault.open(row).v3ProblemToken ?? newToken();
    const webhookUrl = this.setting.problemUrlOf(row, token);
    const apiKey = await this.ask(client, {
      ...login,
      keyName: V3_KEY_NAME,
      endpoint: new URL(row.endpoint).host,
      ...(webhookUrl ? { webhookUrl } : {}),
    });
    const expiresAt = keyEnd(login.expiry, this.setting.now()) ?? null;
    await this.save(row, { v3ApiKey: apiKey, v3ProblemToken: token }, expiresAt, by);
    await this.watch.check(tenantId, accountId);
    return this.rows.get(tenantId, accountId);
  }

  /**
   * Revokes the key in SALESmanago. It is kept here, as revoked.
   * @throws ProblemException 409 where there is none; 422 or 424 with SALESmanago's refusal.
   */
  async revoke(tenantId: string, accountId: string, by: Caller): Promise<Account> {
    const row = await this.rows.get(tenantId, accountId);
    const { v3ApiKey } = this.vault.open(row);
    if (v3ApiKey === undefined) throw conflict('NO_V3_KEY', 'The account has no API v3 key.');
    const { client } = await this.directory.get(tenantId, accountId);
    try {
      await client.apiKeys.revoke(v3ApiKey);
    } catch (error) {
      throw error instanceof SalesmanagoError ? accountProblem(error) : error;
    }
    const state = { v3KeyState: 'revoked' as const, v3KeyCheckedAt: this.setting.now() };
    await this.rows.update(row, state, by, { v3ApiKey: 'revoked' });
    return this.rows.get(tenantId, accountId);
  }

  /** Where SALESmanago posts problems that show up later, to enter with a key that is made there. */
  async problemUrl(tenantId: string, accountId: string, by: Caller): Promise<string> {
    const row = await this.rows.get(tenantId, accountId);
    const secrets = this.vault.open(row);
    const token = secrets.v3ProblemToken ?? newToken();
    if (token !== secrets.v3ProblemToken) {
      const sealed = this.vault.seal(tenantId, accountId, { ...secrets, v3ProblemToken: token });
      await this.rows.update(row, { secrets: sealed }, by, { v3ProblemToken: SECRET_CHANGED });
    }
    return this.setting.addressOf(row, token);
  }

  private async ask(
    client: SalesmanagoClient,
    request: Parameters<SalesmanagoClient['apiKeys']['create']>[0],
  ): Promise<string> {
    try {
      return (await client.apiKeys.create(request)).apiKey;
    } catch (error) {
      throw error instanceof SalesmanagoError ? accountProblem(error) : error;
    }
  }

  private async save(
    row: Account,
    change: Pick<AccountSecrets, 'v3ApiKey' | 'v3ProblemToken'>,
    v3KeyExpiresAt: number | null,
    by: Caller,
  ): Promise<void> {
    const { tenantId, id } = row;
    const secrets = { ...this.vault.open(row), ...change };
    await this.rows.update(
      row,
      {
        secrets: this.vault.seal(tenantId, id, secrets),
        hasV3ApiKey: 1,
        v3KeyState: null,
        v3KeyExpiresAt,
        v3KeyCheckedAt: null,
        updatedAt: this.setting.now(),
      },
      by,
      { v3ApiKey: SECRET_CHANGED },
    );
  }
}
