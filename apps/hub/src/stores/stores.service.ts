import { setTimeout as wait } from 'node:timers/promises';
import { type BeforeApplicationShutdown, Injectable, Logger } from '@nestjs/common';
import { HubError } from '@storewire/core';
import type { Caller } from '../access/caller.js';
import { ConnectionClients } from '../connections/connection-clients.js';
import type { CreateStore, UpdateStore } from './store.dto.js';
import { StoreCheckService } from './store-check.service.js';
import { StoreDirectory } from './store-directory.js';
import { StoreRecords } from './store-records.js';
import { StoreWebhooksService } from './store-webhooks.service.js';

/** What has not ended by then is left alone: it can be asked for again. */
const SHUTDOWN_MS = 5_000;

/** Stores from beginning to end: what is written, and what follows from it. */
@Injectable()
export class StoresService implements BeforeApplicationShutdown {
  private readonly log = new Logger('stores');
  private readonly greetings = new Set<Promise<void>>();

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
    const { connectionId } = await this.records.delete(tenantId, storeId, by);
    this.directory.forget(tenantId);
    // A store that shares the connection makes a new client; that costs it a moment and nothing else.
    this.connections.forget(tenantId, connectionId);
  }

  /** What follows an answer ends before the database closes. */
  async beforeApplicationShutdown(): Promise<void> {
    const all = Promise.allSettled(this.greetings);
    await Promise.race([all, wait(SHUTDOWN_MS, undefined, { ref: false })]);
  }

  private greetLater(tenantId: string, storeId: string): void {
    const greeting = this.greet(tenantId, storeId).finally(() => this.greetings.delete(greeting));
    this.greetings.add(greeting);
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
