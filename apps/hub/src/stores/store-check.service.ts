import { Injectable, Logger } from '@nestjs/common';
import { HubError, type NextAction, type ShopInfo, StoreUnavailable } from '@storewire/core';
import { Clock } from '../clock.js';
import { Connection } from '../connections/connection.entity.js';
import { ConnectionPause } from '../connections/connection-pause.js';
import { Database } from '../database/database.service.js';
import type { StoreContext } from './store-context.js';
import { StoreDirectory } from './store-directory.js';

/** What a live check found; failing is an answer, not an error. */
export interface StoreCheck {
  /** Milliseconds since 1970. */
  readonly checkedAt: number;
  readonly isPaused: boolean;
  readonly failure: CheckFailure | undefined;
  readonly info: ShopInfo | undefined;
  readonly warnings: readonly string[];
}

export interface CheckFailure {
  readonly code: string;
  readonly next: NextAction;
  readonly message: string;
}

/** Tells what a failure of this store means, where somebody knows more about it than the store said. */
export type FailureReader = (
  store: StoreContext,
  failure: CheckFailure,
) => Promise<CheckFailure | undefined>;

/** Longer than a slow store takes, and shorter than browsers and proxies wait. */
const CHECK_TIMEOUT_MS = 25_000;

/** Asks a store who it is, and remembers the answer. */
@Injectable()
export class StoreCheckService {
  private readonly log = new Logger('stores');
  private readonly listeners = new Set<(store: StoreContext) => void>();
  private readonly readers = new Set<FailureReader>();

  constructor(
    private readonly stores: StoreDirectory,
    private readonly db: Database,
    private readonly pause: ConnectionPause,
    private readonly clock: Clock,
  ) {}

  /** Calls back after a check that passed. @returns a function that ends it. */
  onPassed(listener: (store: StoreContext) => void): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  /** Asks what a failure means before it is answered. @returns a function that ends it. */
  onFailed(reader: FailureReader): () => void {
    this.readers.add(reader);
    return () => this.readers.delete(reader);
  }

  /**
   * Checks the connection of a store with one live call or a few. What it learns (zone, currency, country, languages)
   * is kept with the connection; a pause ends when it passes.
   * @throws StoreNotUsable, SecretUnreadable; nothing that the store itself does.
   */
  async check(tenantId: string, storeId: string): Promise<StoreCheck> {
    const store = await this.stores.require(tenantId, storeId);
    try {
      const info = await within(this.ask(store), CHECK_TIMEOUT_MS);
      await this.remember(store, info);
      for (const listener of this.listeners) listener(store);
      return this.result({
        isPaused: false,
        info,
        warnings: [...(info.warnings ?? []), ...(await this.doubts(store, info))],
      });
    } catch (error) {
      const failure = await this.explained(store, this.failureOf(error, store));
      return this.result({ isPaused: store.isPaused, failure });
    }
  }

  private async ask(store: StoreContext): Promise<ShopInfo> {
    return await store.adapter.checkConnection(store.client());
  }

  private async remember(store: StoreContext, info: ShopInfo): Promise<void> {
    const { tenantId, connectionId } = store;
    const { shopKey: _, missing: __, warnings: ___, ...shop } = info;
    await this.db
      .of(tenantId, Connection)
      .update({ id: connectionId }, { shop, updatedAt: this.clock.now() });
    this.stores.forget(tenantId);
    if (store.isPaused) await this.pause.resume(tenantId, connectionId);
  }

  /** The key is what the connection said when it was saved; a check may confirm it and never changes it. */
  private async doubts(
    { tenantId, connectionId, facts }: StoreContext,
    info: ShopInfo,
  ): Promise<string[]> {
    const row = await this.db.of(tenantId, Connection).findOne({ id: connectionId });
    return [
      ...(row && info.shopKey !== undefined && row.shopKey !== info.shopKey
        ? [`The shop calls itself ${info.shopKey}; what was sent is remembered as ${row.shopKey}.`]
        : []),
      ...unknownStorefront(facts.storefronts?.own, info),
    ];
  }

  private failureOf(error: unknown, { storeId }: StoreContext): CheckFailure {
    if (error instanceof HubError) {
      return { code: error.code, next: error.next, message: error.advice };
    }
    this.log.error(`The check of store ${storeId} failed: ${(error as Error)?.name ?? 'unknown'}.`);
    return {
      code: 'CHECK_FAILED',
      next: 'reportBug',
      message: 'The check itself failed; the log of the hub says where.',
    };
  }

  private async explained(store: StoreContext, failure: CheckFailure): Promise<CheckFailure> {
    for (const reader of this.readers) {
      const better = await reader(store, failure);
      if (better) return better;
    }
    return failure;
  }

  private result(found: Partial<StoreCheck> & Pick<StoreCheck, 'isPaused'>): StoreCheck {
    return {
      checkedAt: this.clock.now(),
      failure: undefined,
      info: undefined,
      warnings: [],
      ...found,
    };
  }
}

/** A storefront that was mistyped takes nothing, and that would show only in the counts. */
function unknownStorefront(own: string | undefined, { storefronts }: ShopInfo): string[] {
  if (own === undefined || !storefronts || storefronts.some(({ id }) => id === own)) return [];
  const known = storefronts.map(({ id, name }) => `${id} (${name})`).join(', ');
  return [`The shop has no storefront ${own}, so this store takes nothing of it. It has ${known}.`];
}

/** @throws StoreUnavailable when it takes longer; the work goes on and nobody waits for it. */
async function within<T>(work: Promise<T>, timeoutMs: number): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const deadline = new Promise<never>((_, reject) => {
    timer = setTimeout(
      () => reject(new StoreUnavailable(`nothing came within ${timeoutMs / 1000} s`)),
      timeoutMs,
    );
  });
  try {
    return await Promise.race([work, deadline]);
  } finally {
    clearTimeout(timer);
  }
}
