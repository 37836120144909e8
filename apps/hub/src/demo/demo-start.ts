import { setTimeout as wait } from 'node:timers/promises';
import { Injectable } from '@nestjs/common';
import type { CreateExport } from '../exports/export.dto.js';
import { ExportControl } from '../exports/export-control.service.js';
import { StoreDirectory } from '../stores/store-directory.js';
import { StoreWebhooksService } from '../stores/store-webhooks.service.js';
import { DemoOptions } from './demo-options.js';
import type { DemoStore } from './demo-tenant.js';
import type { DemoWorld } from './demo-world.js';

const WEBHOOKS_DEADLINE_MS = 20_000;
const LOOK_AGAIN_MS = 100;

const EXPORT: Omit<CreateExport, 'kind'> = {
  status: 'asInStore',
  tags: ['DEMO_EXPORT'],
  automation: true,
  dryRun: false,
};

/** Sets the demo going: webhooks first, so that nothing of the live shop is missed; then its past; then its life. */
@Injectable()
export class DemoStart {
  constructor(
    private readonly stores: StoreDirectory,
    private readonly webhooks: StoreWebhooksService,
    private readonly exports: ExportControl,
    private readonly options: DemoOptions,
  ) {}

  /** @param isStopping looked at between the steps. */
  async run(
    world: DemoWorld,
    { tenantId, storeId }: DemoStore,
    isStopping: () => boolean,
  ): Promise<void> {
    await this.untilSubscribed(world, tenantId, storeId, isStopping);
    for (const kind of ['contacts', 'orders'] as const) {
      if (isStopping()) return;
      await this.exports.create(tenantId, storeId, { ...EXPORT, kind });
    }
    if (!isStopping()) world.store.simulate({ everyMs: this.options.everyMs });
  }

  /** A new store is subscribed to by itself; where that did not work in time, it is done here, with its error. */
  private async untilSubscribed(
    { store: shop }: DemoWorld,
    tenantId: string,
    storeId: string,
    isStopping: () => boolean,
  ): Promise<void> {
    const store = await this.stores.require(tenantId, storeId);
    const topics = store.adapter.sources.webhooks?.topics.length ?? 0;
    const subscribed = (): number =>
      [...shop.webhooks.shelf.written()].filter(({ status }) => status === 'active').length;
    const deadline = performance.now() + WEBHOOKS_DEADLINE_MS;
    while (subscribed() < topics && performance.now() < deadline) {
      if (isStopping()) return;
      await wait(LOOK_AGAIN_MS);
    }
    if (subscribed() < topics) await this.webhooks.register(tenantId, storeId);
  }
}
