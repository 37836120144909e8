import { setTimeout as wait } from 'node:timers/promises';
import { type BeforeApplicationShutdown, Injectable, Logger } from '@nestjs/common';
import { HubError } from '@storewire/core';
import type { Caller } from '../access/caller.js';
import { ConnectionClients } from '../connections/connection-clients.js';
import type { CreateStore, UpdateStore } from './store.dto.js';
import { StoreCheckService } from './store-check.service.js';
import type { StoreContext } from './store-context.js';
import { StoreDirectory } from './store-directory.js';
import { StoreRecords } from './store-records.js';
import { StoreWebhooksService } from './store-webhooks.service.js';

/** Told before a store is deleted; what it gives is done once the store is gone, after the answer, and never rejects. */
export type Farewell = (store: StoreContext) => Promise<() => Promise<void>>;

/** What has not ended by then is left alone: it can be asked for again. */
const SHUTDOWN_MS = 5_000;

/** Stores from beginning to end: what is written, and what follows from it. */
@Injectable()
export class StoresService implements BeforeApplicationShutdown {
  private readonly log = new Logger('stores');
  /** What follows an answer. */
  private readonly afterwards = new Set<Promise<void>>();
  private readonly farewells = new Set<Farewell>();

  constructor(
    private readonly records: StoreRecords,
    private readonly directory: StoreDirectory,
    private readonly connections: ConnectionClients,
    private readonly checks: StoreCheckService,
    private readonly webhooks: StoreWebhooksService,
  ) {}

  /** The store is checked, and its webhooks registered, after the answer. @returns its id. */
  async create(tenantId: string, body: CreateStore, by: Caller): Promise<string> {
    const { id } = await this.records.create(tenantId, body, by);
    this.directory.forget(tenantId);
    this.greetLater(tenantId, id);
    return id;
  }

  /** Id of the connection a store uses. @throws ProblemException 404. */
  async connectionOf(tenantId: string, storeId: string): Promise<string> {
    return (await this.records.get(tenantId, storeId)).connectionId;
  }

  /** New credentials are checked after the answer; a pause ends when they work. */
  async update(tenantId: string, storeId: string, body: UpdateStore, by: Caller): Promise<void> {
    await this.records.update(tenantId, storeId, body, by);
    this.directory.forget(tenantId);
    if (body.connection) this.greetLater(tenantId, storeId);
  }

  async delete(tenantId: string, storeId: string, by: Caller): Promise<void> {
    const left = await this.prepareFarewell(tenantId, storeId);
    const { connectionId } = await this.records.delete(tenantId, storeId, by);
    this.directory.forget(tenantId);
    // A store that shares the connection makes a new client; that costs it a moment and nothing else.
    this.connections.forget(tenantId, connectionId);
    for (const work of left) this.doAfterwards(work());
  }

  /** Asks before each deletion what is left to do in the shop. @returns a function that ends it. */
  onDelete(farewell: Farewell): () => void {
    this.farewells.add(farewell);
    return () => this.farewells.delete(farewell);
  }

  /** A store that cannot be opened any more is deleted without. */
  private async prepareFarewell(tenantId: string, storeId: string) {
    const store = await this.directory.byId(tenantId, storeId).catch(() => undefined);
    return store ? Promise.all([...this.farewells].map((farewell) => farewell(store))) : [];
  }

  /** What follows an answer ends before the database closes. */
  async beforeApplicationShutdown(): Promise<void> {
    const all = Promise.allSettled(this.afterwards);
    await Promise.race([all, wait(SHUTDOWN_MS, undefined, { ref: false })]);
  }

  private greetLater(tenantId: string, storeId: string): void {
    this.doAfterwards(this.greet(tenantId, storeId));
  }

  private doAfterwards(work: Promise<void>): void {
    const own = work.finally(() => this.afterwards.delete(own));
    this.afterwards.add(own);
  }

  /** Whether it works or not: the store is saved, and the same can be asked for at any time. */
  private async greet(tenantId: string, storeId: string): Promise<void> {
    try {
      const { failure } = await this.checks.check(tenantId, storeId);
      if (!failure) await this.webhooks.registerIfPossible(tenantId, storeId);
      else this.log.debug(`Store ${storeId} did not pass its first check: ${failure.code}.`);
    } catch (error) {
      const reason = error instanceof HubError ? error.code : (error as Error).name;
      this.log.warn(`Store ${storeId} could not be prepared: ${reason}.`);
    }
  }
}
