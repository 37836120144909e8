import { Injectable } from '@nestjs/common';
import { type ExchangeReport, SalesmanagoClient } from '@storewire/salesmanago';
import { Clock } from '../clock.js';
import { Database } from '../database/database.service.js';
import { OutgoingGuard } from '../outgoing/outgoing-guard.js';
import { Account, type V3KeyState } from './account.entity.js';
import { AccountMissing } from './account-missing.error.js';
import { type AccountSecrets, AccountVault } from './account-secrets.js';

/** What delivery needs to know of one account; valid until the account changes. */
export interface AccountContext {
  readonly tenantId: string;
  readonly accountId: string;
  readonly clientId: string;
  readonly owner: string;
  /** Application number for the monitoring code; only a login tells it. */
  readonly smapp: number | undefined;
  /** An origin, such as `https://app2.salesmanago.com`. */
  readonly endpoint: string;
  readonly state: 'active' | 'paused';
  readonly pausedReason: string | null;
  readonly callsPerSecond: number;
  readonly concurrency: number;
  /** How long a command may fail while others of the lane succeed. */
  readonly retryWindowMs: number;
  readonly hasV3ApiKey: boolean;
  /** What the last call with that key said; null before the first one. */
  readonly v3KeyState: V3KeyState | null;
  /** When an unknown outcome is looked up, in seconds after the attempt. */
  readonly lookUpSeconds: readonly number[];
  /** True once a look-up has found an event the hub knows it sent. */
  readonly isLookUpProven: boolean;
  /** Calls only what the hub may call. */
  readonly client: SalesmanagoClient;
}

export interface AccountChange {
  readonly tenantId: string;
  readonly accountId: string;
}

export type ExchangeListener = (account: AccountChange, report: ExchangeReport) => void;

interface Entry {
  readonly context: AccountContext;
  readonly callbackSecrets: readonly string[];
  /** The row the context was made of. */
  readonly row: string;
  readAt: number;
}

/** A change by another process is seen after this time. */
const FRESH_MS = 10_000;

/** Accounts ready for use, made once and kept until they change. */
@Injectable()
export class AccountDirectory {
  private readonly entries = new Map<string, Entry>();
  private readonly listeners = new Set<(change: AccountChange) => void>();
  private readonly exchangeListeners = new Set<ExchangeListener>();
  /** Counts `forget`: what was read before it is not kept after it. */
  private generation = 0;

  constructor(
    private readonly db: Database,
    private readonly vault: AccountVault,
    private readonly outgoing: OutgoingGuard,
    private readonly clock: Clock,
  ) {}

  /** @throws AccountMissing; SecretUnreadable when the master key is not the one it was saved with. */
  async get(tenantId: string, accountId: string): Promise<AccountContext> {
    return (await this.entry(tenantId, accountId)).context;
  }

  /** The secrets that SALESmanago's callbacks of the account may be signed with. @throws as `get`. */
  async callbackSecrets(tenantId: string, accountId: string): Promise<readonly string[]> {
    return (await this.entry(tenantId, accountId)).callbackSecrets;
  }

  /** Drops what is known of one account, or of all accounts of the tenant, and tells the listeners. */
  forget(tenantId: string, accountId?: string): void {
    this.generation += 1;
    const prefix = keyOf(tenantId, accountId ?? '');
    for (const key of [...this.entries.keys()]) {
      const isMeant = accountId === undefined ? key.startsWith(prefix) : key === prefix;
      if (!isMeant) continue;
      this.entries.delete(key);
      if (accountId === undefined) this.tell({ tenantId, accountId: key.slice(prefix.length) });
    }
    if (accountId !== undefined) this.tell({ tenantId, accountId });
  }

  /** Calls back after an account was changed, paused, resumed or deleted. @returns a function that ends it. */
  onChange(listener: (change: AccountChange) => void): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  /** Calls back after every exchange with SALESmanago. The listener must not throw. @returns a function that ends it. */
  onExchange(listener: ExchangeListener): () => void {
    this.exchangeListeners.add(listener);
    return () => this.exchangeListeners.delete(listener);
  }

  private async entry(tenantId: string, accountId: string): Promise<Entry> {
    const key = keyOf(tenantId, accountId);
    const known = this.entries.get(key);
    if (known && performance.now() - known.readAt < FRESH_MS) return known;
    const { generation } = this;
    const row = await this.db.of(tenantId, Account).findOne({ id: accountId });
    if (!row) {
      this.entries.delete(key);
      throw new AccountMissing(accountId);
    }
    const text = JSON.stringify(row);
    const current = this.entries.get(key);
    if (current?.row === text) {
      current.readAt = performance.now();
      return current;
    }
    const secrets = this.vault.open(row);
    const entry = {
      context: this.build(row, secrets),
      callbackSecrets: secrets.callbackSecrets,
      row: text,
      readAt: performance.now(),
    };
    if (generation === this.generation) this.entries.set(key, entry);
    return entry;
  }

  private tell(change: AccountChange): void {
    for (const listener of this.listeners) listener(change);
  }

  private build(row: Account, secrets: AccountSecrets): AccountContext {
    const { tenantId, id: accountId } = row;
    const client = new SalesmanagoClient(
      {
        endpoint: row.endpoint,
        clientId: row.clientId,
        owner: row.owner,
        credential: secrets.credential,
        v3Endpoint: row.v3Endpoint ?? undefined,
        v3ApiKey: secrets.v3ApiKey,
      },
      {
        dispatcher: this.outgoing.dispatcher,
        timeoutMs: row.timeoutMs,
        now: () => this.clock.now(),
        onExchange: (report) => {
          for (const tell of this.exchangeListeners) tell({ tenantId, accountId }, report);
        },
      },
    );
    return {
      tenantId,
      accountId,
      clientId: row.clientId,
      owner: row.owner,
      smapp: secrets.smapp,
      endpoint: row.endpoint,
      state: row.state,
      pausedReason: row.pausedReason,
      callsPerSecond: row.callsPerSecond,
      concurrency: row.concurrency,
      retryWindowMs: row.retryWindowMinutes * 60_000,
      hasV3ApiKey: secrets.v3ApiKey !== undefined,
      v3KeyState: row.v3KeyState,
      lookUpSeconds: JSON.parse(row.lookUpSeconds),
      isLookUpProven: row.lookUpProven === 1,
      client,
    };
  }
}

const keyOf = (tenantId: string, accountId: string): string => `${tenantId}/${accountId}`;
