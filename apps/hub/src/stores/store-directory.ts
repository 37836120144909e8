import { Injectable, Logger } from '@nestjs/common';
import {
  COMPAT_ORDER_STATES,
  INBOUND_ORDER_STATES,
  INBOUND_PLACED_STATES,
  resolveSettings,
} from '@storewire/core';
import { AdapterRegistry } from '../adapters/adapter-registry.js';
import { HubConfig } from '../config.js';
import { ConnectionClients } from '../connections/connection-clients.js';
import { RecentSet } from './recent-set.js';
import type { StoreContext } from './store-context.js';
import { StoreNotUsable } from './store-not-usable.error.js';
import { type StoreRow, StoreRows } from './store-rows.js';
import { storeUrls } from './store-urls.js';
import { claimsOf } from './storefront-claims.js';

interface Entry {
  readonly context: StoreContext;
  /** The row the context was made of. */
  readonly row: string;
  readonly token: string;
  readAt: number;
  /** While it is read again, together with others. */
  reading?: Promise<readonly StoreRow[]>;
}

/** A change by another process is seen after this time; one of this process at once. */
const FRESH_MS = 10_000;
/** Stores that one query reads again: by itself each would cost several times as much. */
const READ_TOGETHER = 100;
const MAX_UNKNOWN_TOKENS = 10_000;
const TOKEN = /^[A-Za-z0-9_-]{16,64}$/;

/**
 * Stores ready for use, kept in memory until something they are made of changes. A store whose adapter is not
 * installed is not there.
 */
@Injectable()
export class StoreDirectory {
  private readonly log = new Logger('stores');
  private readonly byKey = new Map<string, Entry>();
  private readonly tokens = new Map<string, Entry>();
  private readonly unknown = new RecentSet(MAX_UNKNOWN_TOKENS, FRESH_MS);
  private readonly loading = new Map<string, Promise<StoreContext | undefined>>();
  /** Counts what was forgotten, so that a read which began before is not kept. */
  private epoch = 0;

  constructor(
    private readonly rows: StoreRows,
    private readonly adapters: AdapterRegistry,
    private readonly connections: ConnectionClients,
    private readonly config: HubConfig,
  ) {}

  /** The store behind a door's path, if it is known by now; costs a look into a map. */
  cached(token: string): StoreContext | undefined {
    const entry = this.tokens.get(token);
    return entry && isFresh(entry) ? entry.context : undefined;
  }

  /** @throws SecretUnreadable when the master key is not the one the connection was saved with. */
  async byToken(token: string): Promise<StoreContext | undefined> {
    const cached = this.cached(token);
    if (cached) return cached;
    // Guesses are many; those that cannot be right, or were wrong a moment ago, do not reach the database.
    if (!TOKEN.test(token) || this.unknown.has(token)) return undefined;
    const known = this.tokens.get(token);
    const store = await this.load(`token/${token}`, () =>
      known ? this.readAgain(known) : this.rows.byToken(token),
    );
    if (!store) this.unknown.add(token);
    return store;
  }

  /** @throws SecretUnreadable as `byToken`. */
  async byId(tenantId: string, storeId: string): Promise<StoreContext | undefined> {
    const key = keyOf(tenantId, storeId);
    const entry = this.byKey.get(key);
    if (entry && isFresh(entry)) return entry.context;
    return this.load(key, () =>
      entry ? this.readAgain(entry) : this.rows.byId(tenantId, storeId),
    );
  }

  /** For who cannot go on without it. @throws StoreNotUsable; SecretUnreadable as `byToken`. */
  async require(tenantId: string, storeId: string): Promise<StoreContext> {
    const store = await this.byId(tenantId, storeId);
    if (!store) throw new StoreNotUsable(storeId);
    return store;
  }

  /** Stores that feed an account, oldest first; one that cannot be opened is left out and logged. */
  async ofAccount(tenantId: string, accountId: string): Promise<StoreContext[]> {
    const { epoch } = this;
    return this.keepAll(await this.rows.ofAccount(tenantId, accountId), epoch);
  }

  /** Every store of every tenant, for polls and sweeps; one that cannot be opened is left out and logged. */
  async all(): Promise<StoreContext[]> {
    const { epoch } = this;
    return this.keepAll(await this.rows.all(), epoch);
  }

  /** Drops one store, or everything of a tenant: stores, settings, accounts or connections changed. */
  forget(tenantId: string, storeId?: string): void {
    this.epoch += 1;
    this.unknown.clear();
    for (const [key, entry] of this.byKey) {
      const { context } = entry;
      if (context.tenantId !== tenantId) continue;
      if (storeId !== undefined && context.storeId !== storeId) continue;
      this.byKey.delete(key);
      this.tokens.delete(entry.token);
    }
  }

  /** Callers that come while a store is read wait for the same answer. */
  private load(
    key: string,
    read: () => Promise<StoreRow | undefined>,
  ): Promise<StoreContext | undefined> {
    const running = this.loading.get(key);
    if (running) return running;
    const answer = this.readFresh(key, read).finally(() => this.loading.delete(key));
    this.loading.set(key, answer);
    return answer;
  }

  /** Reads a store that was known; others whose time has come are read along and kept. */
  private async readAgain(entry: Entry): Promise<StoreRow | undefined> {
    entry.reading ??= this.readTogether(entry);
    const rows = await entry.reading;
    return rows.find(({ storeId }) => storeId === entry.context.storeId);
  }

  private readTogether(first: Entry): Promise<readonly StoreRow[]> {
    const entries = [first];
    for (const entry of this.byKey.values()) {
      if (entries.length === READ_TOGETHER) break;
      if (entry !== first && !entry.reading && !isFresh(entry)) entries.push(entry);
    }
    const { epoch } = this;
    const reading = this.rows
      .byIds(entries.map(({ context }) => context.storeId))
      .then((rows) => {
        const others = rows.filter(({ storeId }) => storeId !== first.context.storeId);
        if (epoch === this.epoch) this.keepAll(others, epoch);
        return rows;
      })
      .finally(() => {
        for (const entry of entries) delete entry.reading;
      });
    for (const entry of entries) entry.reading = reading;
    return reading;
  }

  private async readFresh(
    key: string,
    read: () => Promise<StoreRow | undefined>,
  ): Promise<StoreContext | undefined> {
    for (;;) {
      const epoch = this.epoch;
      const row = await read();
      // Something changed while this was read; what was read may be from before.
      if (epoch !== this.epoch) continue;
      if (row) return this.keep(row);
      const gone = this.byKey.get(key);
      if (gone) this.tokens.delete(gone.token);
      this.byKey.delete(key);
      return undefined;
    }
  }

  private keepAll(rows: readonly StoreRow[], epoch: number): StoreContext[] {
    return rows.flatMap((row) => {
      try {
        const context = epoch === this.epoch ? this.keep(row) : this.build(row);
        return context ? [context] : [];
      } catch (error) {
        this.log.error(`Store ${row.storeId} cannot be used: ${(error as Error).name}.`);
        return [];
      }
    });
  }

  private keep(row: StoreRow): StoreContext | undefined {
    const key = keyOf(row.tenantId, row.storeId);
    const text = JSON.stringify(row);
    const known = this.byKey.get(key);
    if (known?.row === text) {
      known.readAt = performance.now();
      return known.context;
    }
    const context = this.build(row);
    if (!context) return undefined;
    const entry = { context, row: text, token: row.token, readAt: performance.now() };
    if (known) this.tokens.delete(known.token);
    this.byKey.set(key, entry);
    this.tokens.set(row.token, entry);
    return context;
  }

  private build(row: StoreRow): StoreContext | undefined {
    const adapter = this.adapters.get(row.platform);
    if (!adapter) return undefined;
    const { tenantId, storeId, connectionId, shop, storefront } = row;
    const open = this.connections.open(adapter, row);
    const settings = resolveSettings(row.tenantSettings, row.storeSettings, adapter.settings);
    const storefrontUrl = shop.storefronts?.find(({ id }) => id === storefront)?.url;
    const url = storefrontUrl ?? shop.url;
    const { webhookUrl, trackerUrl } = storeUrls(this.config.publicUrl, row.token);
    return {
      tenantId,
      storeId,
      name: row.name,
      platform: row.platform,
      accountId: row.accountId,
      connectionId,
      connectionKey: row.connectionKey,
      adapter,
      connection: open.connection,
      variables: row.config,
      shop,
      settings,
      facts: {
        shopKey: row.shopKey,
        storefronts: claimsOf(row),
        clientId: row.clientId,
        settings,
        orderStates: { ...INBOUND_ORDER_STATES, ...COMPAT_ORDER_STATES, ...adapter.orderStates },
        placedStates: [...INBOUND_PLACED_STATES, ...(adapter.placedStates ?? [])],
        language: shop.languages?.[0],
        domain: url ? URL.parse(url)?.hostname : undefined,
        canWriteConsent: adapter.sinks?.consent !== undefined,
        hasV3ApiKey: row.hasV3ApiKey,
        isInboundOnly: Object.values(adapter.sources).every((source) => source === undefined),
      },
      webhookUrl,
      trackerUrl,
      storefrontUrl,
      isPaused: row.isPaused,
      client: () => open.client(),
    };
  }
}

const keyOf = (tenantId: string, storeId: string): string => `${tenantId}/${storeId}`;

const isFresh = (entry: Entry): boolean => performance.now() - entry.readAt < FRESH_MS;
