import { Injectable } from '@nestjs/common';
import type { WebhookSubscription } from '@storewire/core';
import { ProblemException } from '../access/problem.js';
import { HubConfig } from '../config.js';
import { ConnectionClients } from '../connections/connection-clients.js';
import type { StoreContext } from './store-context.js';
import { StoreDirectory } from './store-directory.js';

type Subscriptions = readonly WebhookSubscription[];

/** Subscriptions at the stores. */
@Injectable()
export class StoreWebhooksService {
  /** Registrations under way, by store. */
  private readonly running = new Map<string, Promise<Subscriptions>>();

  constructor(
    private readonly stores: StoreDirectory,
    private readonly connections: ConnectionClients,
    private readonly config: HubConfig,
  ) {}

  /** As the store sees them now. @throws StoreNotUsable; the `Store…` errors of the call. */
  async list(tenantId: string, storeId: string): Promise<Subscriptions> {
    const store = await this.stores.require(tenantId, storeId);
    const { webhooks } = store.adapter.sources;
    return (await webhooks?.check?.(store.client(), store.webhookUrl)) ?? [];
  }

  /**
   * Creates or repairs them; repeatable.
   * @throws StoreNotUsable; ProblemException 422 where the platform has none to register, or could not reach the hub.
   */
  async register(tenantId: string, storeId: string): Promise<Subscriptions> {
    const store = await this.stores.require(tenantId, storeId);
    const { webhooks } = store.adapter.sources;
    if (!webhooks?.register) {
      throw new ProblemException({
        status: 422,
        code: 'WEBHOOKS_NOT_SUPPORTED',
        detail: `Webhooks of ${store.adapter.name} cannot be registered by the hub.`,
        next: 'fixSettings',
      });
    }
    if (!this.canReach(store)) {
      throw new ProblemException({
        status: 422,
        code: 'PUBLIC_ADDRESS_NEEDED',
        detail: `The store cannot reach the hub at ${this.config.publicUrl}: webhooks need a public https address. Set STOREWIRE_PUBLIC_URL; until then the hub polls.`,
        next: 'fixSettings',
      });
    }
    const { register } = webhooks;
    return this.once(`${tenantId}/${storeId}`, async () =>
      register(store.client(), store.webhookUrl, store.connection),
    );
  }

  /** Two registrations at a time would each see what the other has not made yet, and make it twice. */
  private once(key: string, register: () => Promise<Subscriptions>): Promise<Subscriptions> {
    const running = this.running.get(key);
    if (running) return running;
    const answer = register().finally(() => this.running.delete(key));
    this.running.set(key, answer);
    return answer;
  }

  /** Registers where it can be done, for a store that is new or has new credentials. @returns false where it cannot. */
  async registerIfPossible(tenantId: string, storeId: string): Promise<boolean> {
    const store = await this.stores.byId(tenantId, storeId);
    if (!store?.adapter.sources.webhooks?.register || !this.canReach(store)) return false;
    await this.register(tenantId, storeId);
    return true;
  }

  /** Whether the store can call the hub: at a public https address, or because both are local. */
  canReach(store: StoreContext): boolean {
    return this.config.isPublic || this.connections.mayBePrivate(store.connection);
  }
}
