import { Injectable } from '@nestjs/common';
import { Clock } from '../clock.js';
import { Database } from '../database/database.service.js';
import { Account, type V3KeyState } from './account.entity.js';
import { type AccountContext, AccountDirectory } from './account-directory.js';
import { isKeyRefusal, refusedKeyState } from './v3-key-state.js';

/** What is known of the API v3 keys: written down whenever a call says something new. */
@Injectable()
export class V3KeyWatch {
  private readonly listeners = new Set<
    (account: { tenantId: string; accountId: string }) => void
  >();

  constructor(
    private readonly db: Database,
    private readonly directory: AccountDirectory,
    private readonly clock: Clock,
  ) {}

  /** Asks SALESmanago with the key. @throws SalesmanagoError as the call does; a refusal is written down. */
  async probe(account: AccountContext): Promise<void> {
    await this.noting(account, () => account.client.catalogs.list());
  }

  /** The same, for who only wants it written down. */
  async check(tenantId: string, accountId: string): Promise<void> {
    await this.probe(await this.directory.get(tenantId, accountId)).catch(() => undefined);
  }

  /** Makes a call of API v3 and remembers what it says about the key. */
  async noting<T>(account: AccountContext, call: () => Promise<T>): Promise<T> {
    try {
      const value = await call();
      await this.note(account, { isWorking: true });
      return value;
    } catch (error) {
      if (isKeyRefusal(error)) await this.note(account, { isWorking: false, reason: error.reason });
      throw error;
    }
  }

  /** Calls back after a key that was refused works again. */
  onWorking(listener: (account: { tenantId: string; accountId: string }) => void): void {
    this.listeners.add(listener);
  }

  private async note(
    { tenantId, accountId }: AccountContext,
    said: { readonly isWorking: boolean; readonly reason?: string | undefined },
  ): Promise<void> {
    const accounts = this.db.of(tenantId, Account);
    const row = await accounts.findOne({ id: accountId });
    if (!row) return;
    const now = this.clock.now();
    const state: V3KeyState = said.isWorking ? 'working' : refusedKeyState(row, said.reason, now);
    if (row.v3KeyState === state) return;
    await accounts.update({ id: accountId }, { v3KeyState: state, v3KeyCheckedAt: now });
    this.directory.forget(tenantId, accountId);
    if (state !== 'working') return;
    for (const listener of this.listeners) listener({ tenantId, accountId });
  }
}
