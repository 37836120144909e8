import { Injectable } from '@nestjs/common';
import { changesOf, SECRET_CHANGED } from '../access/audit.service.js';
import { type Caller, isOperator } from '../access/caller.js';
import { type FieldProblem, invalid, ProblemException } from '../access/problem.js';
import { Clock } from '../clock.js';
import { newId } from '../ids.js';
import type { CreateAccount, UpdateAccount } from './account.dto.js';
import type { Account } from './account.entity.js';
import { AccountAddress } from './account-address.js';
import { AccountCheckService } from './account-check.service.js';
import { AccountRows } from './account-rows.js';
import { type AccountSecrets, AccountVault } from './account-secrets.js';
import { newCallbackSecret } from './callback-urls.js';

/** What a new account is made of, with addresses that were checked. */
export interface NewAccount {
  /** Given where something was made with it before. */
  readonly id?: string;
  readonly name: string;
  readonly endpoint: string;
  readonly clientId: string;
  readonly owner: string;
  readonly v3Endpoint?: string | undefined;
  readonly secrets: Omit<AccountSecrets, 'callbackSecrets'>;
  /** Milliseconds since 1970; absent where the key has no end. */
  readonly v3KeyExpiresAt?: number | undefined;
  readonly callsPerSecond?: number | undefined;
  readonly concurrency?: number | undefined;
  readonly timeoutSeconds?: number | undefined;
  readonly lookUpSeconds?: readonly number[] | undefined;
  readonly retryWindowMinutes?: number | undefined;
}

/** The fields of an account that the audit log shows as they are. */
const PLAIN_FIELDS = [
  'name',
  'endpoint',
  'clientId',
  'owner',
  'v3Endpoint',
  'callsPerSecond',
  'concurrency',
  'timeoutMs',
  'lookUpSeconds',
  'retryWindowMinutes',
] as const;

/** Nothing is known of a new key. */
const UNKNOWN_KEY = { v3KeyState: null, v3KeyExpiresAt: null, v3KeyCheckedAt: null } as const;

/** SALESmanago accounts of a tenant. */
@Injectable()
export class AccountsService {
  constructor(
    private readonly rows: AccountRows,
    private readonly vault: AccountVault,
    private readonly address: AccountAddress,
    private readonly checks: AccountCheckService,
    private readonly clock: Clock,
  ) {}

  /** Saves an account whose data was entered by hand; whether it can be reached is not asked. */
  async create(tenantId: string, body: CreateAccount, by: Caller): Promise<Account> {
    const { endpoint = '', v3Endpoint } = await this.originsOf(body);
    return this.insert(
      tenantId,
      {
        ...body,
        endpoint,
        v3Endpoint,
        secrets: {
          credential: { kind: 'secret', apiSecret: body.apiSecret },
          ...(body.v3ApiKey ? { v3ApiKey: body.v3ApiKey } : {}),
        },
      },
      by,
    );
  }

  async insert(tenantId: string, account: NewAccount, by: Caller): Promise<Account> {
    const now = this.clock.now();
    const id = account.id ?? newId();
    const secrets = { ...account.secrets, callbackSecrets: [newCallbackSecret()] };
    const row: Account = {
      tenantId,
      id,
      name: account.name,
      endpoint: account.endpoint,
      clientId: account.clientId,
      owner: account.owner,
      credential: secrets.credential.kind,
      secrets: this.vault.seal(tenantId, id, secrets),
      v3Endpoint: account.v3Endpoint ?? null,
      hasV3ApiKey: secrets.v3ApiKey ? 1 : 0,
      v3KeyState: null,
      v3KeyExpiresAt: account.v3KeyExpiresAt ?? null,
      v3KeyCheckedAt: null,
      ownersMissing: [],
      watchedAt: now,
      state: 'active',
      pausedReason: null,
      callsPerSecond: account.callsPerSecond ?? 5,
      concurrency: account.concurrency ?? 2,
      timeoutMs: Math.round((account.timeoutSeconds ?? 30) * 1000),
      epoch: 0,
      lookUpSeconds: JSON.stringify(ascending(account.lookUpSeconds ?? [5, 30, 120])),
      retryWindowMinutes: account.retryWindowMinutes ?? 60,
      lookUpProven: 0,
      createdAt: now,
      updatedAt: now,
    };
    await this.rows.insert(row, by, { ...plainOf(row), credential: row.credential });
    return row;
  }

  /**
   * Changes what is given. New credentials of a paused account are checked at once, beside the answer, so that
   * waiting messages go on without a further click.
   *
   * @throws ProblemException 404; 422 for a refused address, for fields that are read-only after a login, and where a
   * stored secret would go to another host.
   */
  async update(
    tenantId: string,
    accountId: string,
    body: UpdateAccount,
    by: Caller,
  ): Promise<Account> {
    const row = await this.rows.get(tenantId, accountId);
    const before = this.vault.open(row);
    const after = await this.changed(row, body);
    refuseMovedSecrets(row, after, before, body, by);
    const secrets = withNewSecrets(before, body);
    const change = {
      ...after,
      credential: secrets.credential.kind,
      hasV3ApiKey: secrets.v3ApiKey ? 1 : 0,
      ...(secrets.v3ApiKey === before.v3ApiKey ? {} : UNKNOWN_KEY),
      secrets: this.vault.seal(tenantId, accountId, secrets),
    };
    await this.rows.update(row, change, by, {
      ...changesOf(plainOf(row), plainOf(change)),
      ...(body.apiSecret === undefined ? {} : { apiSecret: SECRET_CHANGED }),
      ...(body.v3ApiKey === undefined ? {} : { v3ApiKey: SECRET_CHANGED }),
    });
    if (row.state === 'paused') this.checks.checkInBackground(tenantId, accountId);
    return change;
  }

  /** What is wrong with data of a new account, or with a change of one that is there; nothing is written. */
  async problemsOf(
    body: CreateAccount | UpdateAccount,
    row: Account | undefined,
    by: Caller,
  ): Promise<readonly FieldProblem[]> {
    try {
      if (row)
        refuseMovedSecrets(row, await this.changed(row, body), this.vault.open(row), body, by);
      else await this.originsOf(body);
      return [];
    } catch (error) {
      if (error instanceof ProblemException && error.errors) return error.errors;
      throw error;
    }
  }

  /** The secrets that are given and are not those that are kept. */
  newSecretsOf(row: Account, body: UpdateAccount): ('apiSecret' | 'v3ApiKey')[] {
    const { credential, v3ApiKey } = this.vault.open(row);
    const apiSecret = credential.kind === 'secret' ? credential.apiSecret : undefined;
    return [
      ...(body.apiSecret && body.apiSecret !== apiSecret ? (['apiSecret'] as const) : []),
      ...(body.v3ApiKey && body.v3ApiKey !== v3ApiKey ? (['v3ApiKey'] as const) : []),
    ];
  }

  private originsOf(body: CreateAccount | UpdateAccount) {
    return this.address.read({
      endpoint: body.endpoint,
      v3Endpoint: body.v3Endpoint ?? undefined,
    });
  }

  /** The row with what is given. @throws ProblemException 422 for a refused address. */
  private async changed(row: Account, body: UpdateAccount): Promise<Account> {
    const origins = await this.originsOf(body);
    return {
      ...row,
      name: body.name ?? row.name,
      clientId: body.clientId ?? row.clientId,
      owner: body.owner ?? row.owner,
      endpoint: origins.endpoint ?? row.endpoint,
      v3Endpoint: body.v3Endpoint === null ? null : (origins.v3Endpoint ?? row.v3Endpoint),
      callsPerSecond: body.callsPerSecond ?? row.callsPerSecond,
      concurrency: body.concurrency ?? row.concurrency,
      timeoutMs:
        body.timeoutSeconds === undefined ? row.timeoutMs : Math.round(body.timeoutSeconds * 1000),
      lookUpSeconds: body.lookUpSeconds
        ? JSON.stringify(ascending(body.lookUpSeconds))
        : row.lookUpSeconds,
      retryWindowMinutes: body.retryWindowMinutes ?? row.retryWindowMinutes,
      updatedAt: this.clock.now(),
    };
  }
}

function withNewSecrets(before: AccountSecrets, body: UpdateAccount): AccountSecrets {
  const { v3ApiKey, ...rest } = before;
  const key = body.v3ApiKey === undefined ? v3ApiKey : (body.v3ApiKey ?? undefined);
  return {
    ...rest,
    ...(body.apiSecret === undefined
      ? {}
      : { credential: { kind: 'secret' as const, apiSecret: body.apiSecret } }),
    ...(key === undefined ? {} : { v3ApiKey: key }),
  };
}

/**
 * A stored secret goes only where it was entered for: who could point an account at a host of his own would read it
 * there. An operator can read the whole machine, so for him it would be a hindrance and no protection.
 */
function refuseMovedSecrets(
  before: Account,
  after: Account,
  secrets: AccountSecrets,
  given: UpdateAccount,
  by: Caller,
): void {
  const errors: FieldProblem[] = [];
  const hasNewSecret = given.apiSecret !== undefined;
  const isLogin = secrets.credential.kind === 'pair' && !hasNewSecret;
  for (const path of ['clientId', 'endpoint'] as const) {
    if (!isLogin || before[path] === after[path]) continue;
    errors.push({
      path,
      message: 'is read-only after a login; log in again, or give the API secret with it.',
    });
  }
  if (!isOperator(by)) {
    if (before.endpoint !== after.endpoint && !hasNewSecret && !isLogin) {
      errors.push({
        path: 'apiSecret',
        message: 'is needed to change the endpoint: the stored one is not sent to another host.',
      });
    }
    const movesKey = before.v3Endpoint !== after.v3Endpoint && secrets.v3ApiKey !== undefined;
    if (movesKey && given.v3ApiKey === undefined) {
      errors.push({
        path: 'v3ApiKey',
        message: 'is needed to change v3Endpoint: the stored one is not sent to another host.',
      });
    }
  }
  if (errors.length > 0) throw invalid(errors);
}

const plainOf = (row: Account): Record<string, unknown> =>
  Object.fromEntries(PLAIN_FIELDS.map((field) => [field, row[field]]));

const ascending = (seconds: readonly number[]): number[] => [...seconds].sort((a, b) => a - b);
