import { Injectable } from '@nestjs/common';
import { validateObject } from '@storewire/core';
import { SECRET_CHANGED } from '../access/audit.service.js';
import type { Caller } from '../access/caller.js';
import { CreateAccount, UpdateAccount } from '../accounts/account.dto.js';
import type { Account } from '../accounts/account.entity.js';
import { AccountsService } from '../accounts/accounts.service.js';
import type { FileAccount } from './configuration-file.js';
import { byName, fieldChanges, type Plan, rowNamed, within } from './configuration-plan.js';
import { type Configured, fileAccount } from './configuration-reader.service.js';

const SECRETS = ['apiSecret', 'v3ApiKey'] as const;

/** Plans what a file says about accounts: found by name, changed where it differs, made where it is new. */
@Injectable()
export class AccountPlanner {
  constructor(private readonly accounts: AccountsService) {}

  async plan(
    tenantId: string,
    entries: readonly FileAccount[],
    found: Configured,
    by: Caller,
    plan: Plan,
  ): Promise<void> {
    byName(entries, 'accounts', plan.problems);
    for (const [i, entry] of entries.entries()) {
      const path = `accounts[${i}]`;
      const row = rowNamed(found.accounts, entry.name, path, plan.problems);
      const type = row ? UpdateAccount : CreateAccount;
      const { value, problems } = validateObject<object>(type, entry);
      plan.problems.push(
        ...within(
          path,
          problems.map((one) => withHint(one, entry)),
        ),
      );
      if (problems.length > 0) continue;
      const body = value as CreateAccount;
      plan.problems.push(...within(path, await this.accounts.problemsOf(body, row, by)));
      if (row) this.planUpdate(path, row, body, by, plan);
      else this.planCreate(tenantId, path, body, by, plan);
    }
  }

  private planCreate(
    tenantId: string,
    path: string,
    body: CreateAccount,
    by: Caller,
    { steps }: Plan,
  ): void {
    const shown = SECRETS.filter((name) => body[name]).map((field) => secretChange(field));
    steps.push({
      change: {
        path,
        kind: 'account',
        name: body.name,
        action: 'create',
        fields: [...fieldChanges({}, openPart(body)), ...shown],
      },
      run: async ({ accounts }) => {
        const { id } = await this.accounts.create(tenantId, body, by);
        accounts.set(body.name, id);
      },
    });
  }

  private planUpdate(
    path: string,
    row: Account,
    body: UpdateAccount,
    by: Caller,
    { steps }: Plan,
  ): void {
    const secrets = this.accounts.newSecretsOf(row, body);
    const before = fileAccount(row) as unknown as Record<string, unknown>;
    const fields = fieldChanges({ v3Endpoint: null, ...before }, openPart(body));
    if (fields.length === 0 && secrets.length === 0) return;
    const change = Object.fromEntries(
      [...fields.map(({ field }) => field), ...secrets].map((field) => [
        field,
        body[field as keyof UpdateAccount],
      ]),
    );
    steps.push({
      change: {
        path,
        kind: 'account',
        name: row.name,
        action: 'update',
        fields: [...fields, ...secrets.map(secretChange)],
      },
      run: async () => void (await this.accounts.update(row.tenantId, row.id, change, by)),
    });
  }
}

const secretChange = (field: string) => ({ field, before: null, after: SECRET_CHANGED });

/** What may be shown of the values that are given. */
const openPart = (body: object): Record<string, unknown> =>
  Object.fromEntries(
    Object.entries(body).filter(
      ([key, value]) => value !== undefined && !SECRETS.some((secret) => secret === key),
    ),
  );

const withHint = (
  { path, message }: { path: string; message: string },
  entry: FileAccount,
): { path: string; message: string } =>
  path === 'apiSecret' && entry.apiSecret === undefined
    ? {
        path,
        message: 'is missing: a new account needs it, and a configuration file has no secrets.',
      }
    : { path, message };
