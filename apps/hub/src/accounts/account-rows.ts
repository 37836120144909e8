import { Injectable } from '@nestjs/common';
import type { RegistrationRefusal } from '@storewire/salesmanago';
import { MoreThan } from 'typeorm';
import { AuditService } from '../access/audit.service.js';
import { actorOf, type Caller } from '../access/caller.js';
import { conflict, notFound } from '../access/problem.js';
import { type Page, pageOf } from '../api/page.js';
import { Database } from '../database/database.service.js';
import { Store } from '../stores/store.entity.js';
import { Account } from './account.entity.js';
import { AccountDirectory } from './account-directory.js';

/** The accounts as they are kept; each change is audited, and known at once to whoever holds the account. */
@Injectable()
export class AccountRows {
  constructor(
    private readonly db: Database,
    private readonly audit: AuditService,
    private readonly directory: AccountDirectory,
  ) {}

  /** @throws ProblemException 404. */
  async get(tenantId: string, accountId: string): Promise<Account> {
    const row = await this.db.of(tenantId, Account).findOne({ id: accountId });
    if (!row) throw notFound('account');
    return row;
  }

  async list(tenantId: string, limit: number, after: string): Promise<Page<Account>> {
    const rows = await this.db.of(tenantId, Account).find({
      where: after ? { id: MoreThan(after) } : {},
      order: { id: 'ASC' },
      take: limit + 1,
    });
    return pageOf(rows, limit, (row) => row.id);
  }

  async insert(row: Account, by: Caller, detail: unknown): Promise<void> {
    await this.db.write(async (tx) => {
      await tx.manager.insert(Account, row);
      await this.audit.write(tx, {
        tenantId: row.tenantId,
        actor: actorOf(by),
        action: 'account.create',
        target: row.id,
        detail,
      });
    });
  }

  /** Keeps that SALESmanago was told to make an account, also where none could be saved here. */
  async noteRegistration(
    { tenantId, id }: Pick<Account, 'tenantId' | 'id'>,
    by: Caller,
    result: 'made' | RegistrationRefusal,
  ): Promise<void> {
    await this.db.write((tx) =>
      this.audit.write(tx, {
        tenantId,
        actor: actorOf(by),
        action: 'account.register',
        target: id,
        detail: { result },
      }),
    );
  }

  async update(
    { tenantId, id }: Account,
    change: Partial<Account>,
    by: Caller,
    changes: unknown,
  ): Promise<void> {
    await this.db.write(async (tx) => {
      await tx.manager.update(Account, { tenantId, id }, change);
      await this.audit.write(tx, {
        tenantId,
        actor: actorOf(by),
        action: 'account.update',
        target: id,
        detail: { changes },
      });
    });
    this.directory.forget(tenantId, id);
  }

  /** @throws ProblemException 409 while a store feeds the account. */
  async delete(tenantId: string, accountId: string, by: Caller): Promise<void> {
    const row = await this.get(tenantId, accountId);
    await this.db.write(async (tx) => {
      const stores = await tx.manager.countBy(Store, { tenantId, accountId });
      if (stores > 0) {
        throw conflict(
          'ACCOUNT_IN_USE',
          `${stores === 1 ? 'A store feeds' : `${stores} stores feed`} this account; delete or move ${stores === 1 ? 'it' : 'them'} first.`,
          'fixSettings',
        );
      }
      await tx.manager.delete(Account, { tenantId, id: accountId });
      await this.audit.write(tx, {
        tenantId,
        actor: actorOf(by),
        action: 'account.delete',
        target: accountId,
        detail: { name: row.name },
      });
    });
    this.directory.forget(tenantId, accountId);
  }
}
