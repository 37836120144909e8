import { Injectable } from '@nestjs/common';
import { LOGIN_TOKEN_LIFE_MS, SalesmanagoError } from '@storewire/salesmanago';
import { SECRET_CHANGED } from '../access/audit.service.js';
import type { Caller } from '../access/caller.js';
import { Clock } from '../clock.js';
import { AccountDirectory } from './account-directory.js';
import { AccountRows } from './account-rows.js';
import { AccountVault } from './account-secrets.js';

/** An hour before its end a token is exchanged, so that a link works when it is clicked. */
const SPARE_MS = 3_600_000;

/** Login tokens of accounts: kept encrypted, exchanged for a new one before they end. */
@Injectable()
export class LoginTokens {
  constructor(
    private readonly rows: AccountRows,
    private readonly vault: AccountVault,
    private readonly directory: AccountDirectory,
    private readonly clock: Clock,
  ) {}

  /** A token that works now; undefined where SALESmanago gives none. */
  async of(tenantId: string, accountId: string, by: Caller): Promise<string | undefined> {
    const row = await this.rows.get(tenantId, accountId);
    const secrets = this.vault.open(row);
    const { loginToken } = secrets;
    const now = this.clock.now();
    if (loginToken && loginToken.expiresAtMs - SPARE_MS > now) return loginToken.token;
    const token = await this.exchange(tenantId, accountId);
    if (token === undefined) return undefined;
    const kept = { ...secrets, loginToken: { token, expiresAtMs: now + LOGIN_TOKEN_LIFE_MS } };
    const sealed = this.vault.seal(tenantId, accountId, kept);
    await this.rows.update(row, { secrets: sealed }, by, { loginToken: SECRET_CHANGED });
    return token;
  }

  private async exchange(tenantId: string, accountId: string): Promise<string | undefined> {
    const { client } = await this.directory.get(tenantId, accountId);
    try {
      return await client.account.refreshToken();
    } catch (error) {
      if (error instanceof SalesmanagoError) return undefined;
      throw error;
    }
  }
}
