import { Injectable } from '@nestjs/common';
import { ProblemException } from '../access/problem.js';
import { AccountRows } from '../accounts/account-rows.js';
import { AccountsService } from '../accounts/accounts.service.js';
import { StoresService } from '../stores/stores.service.js';
import { TenantsService } from '../tenants/tenants.service.js';
import { DEMO_CALLER, DemoTraces } from './demo-traces.js';
import type { DemoWorld } from './demo-world.js';

export interface DemoStore {
  readonly tenantId: string;
  readonly storeId: string;
}

const SETTINGS = {
  location: 'demo_store',
  registrationTags: ['DEMO_REGISTERED'],
  newsletterTags: ['DEMO_NEWSLETTER'],
  purchaseTags: ['DEMO_CUSTOMER'],
  guestPurchaseTags: ['DEMO_GUEST'],
};

/**
 * The tenant of the demo, with an account and a store made as the API makes them. The sandbox and the demo store are
 * in memory and end with the process; the account and the store of an earlier start lead nowhere and are removed.
 * The tenant stays, with its keys and whatever people connected to it.
 */
@Injectable()
export class DemoTenant {
  constructor(
    private readonly traces: DemoTraces,
    private readonly tenants: TenantsService,
    private readonly accountRows: AccountRows,
    private readonly accounts: AccountsService,
    private readonly stores: StoresService,
  ) {}

  /** True while no tenant but the demo's exists. */
  async isAlone(): Promise<boolean> {
    return !(await this.traces.hasOtherTenants());
  }

  /** Removes what the demo of an earlier start left; with `isOver` the tenant, too, when nobody else uses it. */
  async clear(isOver: boolean): Promise<void> {
    const tenantId = await this.traces.tenantId();
    if (tenantId === undefined) return;
    for (const storeId of await this.traces.madeIn(tenantId, 'store')) {
      await this.stores.delete(tenantId, storeId, DEMO_CALLER);
    }
    for (const accountId of await this.traces.madeIn(tenantId, 'account')) {
      await this.removeAccount(tenantId, accountId);
    }
    if (isOver && (await this.traces.isEmpty(tenantId))) {
      const { name } = await this.tenants.get(tenantId);
      await this.tenants.delete(tenantId, name);
    }
  }

  /** The store is checked and its webhooks are registered afterwards, as for every new store. */
  async furnish({ account, connection, store }: DemoWorld): Promise<DemoStore> {
    const tenantId =
      (await this.traces.tenantId()) ?? (await this.tenants.create('Demo', DEMO_CALLER)).id;
    const { id: accountId } = await this.accounts.create(
      tenantId,
      {
        name: 'SALESmanago sandbox',
        ...account,
        // The sandbox has no limits to respect, and people are watching.
        callsPerSecond: 20,
        concurrency: 4,
        lookUpSeconds: [1, 5, 20],
      },
      DEMO_CALLER,
    );
    const storeId = await this.stores.create(
      tenantId,
      {
        name: store.settings.name,
        platform: 'woocommerce',
        accountId,
        connection: { ...connection },
        settings: SETTINGS,
      },
      DEMO_CALLER,
    );
    return { tenantId, storeId };
  }

  /** An account that somebody's own store feeds stays with it. */
  private async removeAccount(tenantId: string, accountId: string): Promise<void> {
    try {
      await this.accountRows.delete(tenantId, accountId, DEMO_CALLER);
    } catch (error) {
      if (!(error instanceof ProblemException) || error.code !== 'ACCOUNT_IN_USE') throw error;
    }
  }
}
