import { Injectable } from '@nestjs/common';
import { locationOf, resolveSettings, type ShopInfo } from '@storewire/core';
import { notFound } from '../access/problem.js';
import type { CallbackUrls } from '../accounts/account.answer.js';
import { AccountView } from '../accounts/account-view.js';
import { type Page, pageOf } from '../api/page.js';
import { HubConfig } from '../config.js';
import { ConnectionForm } from '../connections/connection-form.js';
import type { ShopAnswer, StoreAnswer } from './store.answer.js';
import { type StoreRow, StoreRows } from './store-rows.js';
import { storeUrls } from './store-urls.js';

/** Stores as the API shows them. */
@Injectable()
export class StoreViews {
  constructor(
    private readonly rows: StoreRows,
    private readonly form: ConnectionForm,
    private readonly accounts: AccountView,
    private readonly config: HubConfig,
  ) {}

  /** @throws ProblemException 404. */
  async get(tenantId: string, storeId: string): Promise<StoreAnswer> {
    const row = await this.rows.byId(tenantId, storeId);
    if (!row) throw notFound('store');
    return this.answerOf(row, await this.accounts.callbackUrls(tenantId, row.accountId));
  }

  async list(tenantId: string, limit: number, after: string): Promise<Page<StoreAnswer>> {
    const rows = await this.rows.ofTenant(tenantId, limit + 1, after);
    const page = pageOf(rows, limit, (row) => row.storeId);
    const accountIds = [...new Set(page.items.map(({ accountId }) => accountId))];
    const urls = new Map<string, CallbackUrls>();
    for (const id of accountIds) urls.set(id, await this.accounts.callbackUrls(tenantId, id));
    return {
      ...page,
      items: page.items.flatMap((row) => {
        const ofAccount = urls.get(row.accountId);
        return ofAccount ? [this.answerOf(row, ofAccount)] : [];
      }),
    };
  }

  private answerOf(row: StoreRow, callbackUrls: CallbackUrls): StoreAnswer {
    return {
      id: row.storeId,
      name: row.name,
      platform: row.platform,
      accountId: row.accountId,
      connectionId: row.connectionId,
      shopKey: row.shopKey,
      storefront: row.storefront,
      location: locationOf({
        shopKey: row.shopKey,
        settings: resolveSettings(row.tenantSettings, row.storeSettings),
      }),
      connection: this.form.show(row.platform, row),
      state: row.isPaused ? 'paused' : 'active',
      pausedReason: row.pausedReason,
      shop: Object.keys(row.shop).length > 0 ? shopAnswer(row.shop) : null,
      ...storeUrls(this.config.publicUrl, row.token),
      callbackUrls,
      createdAt: new Date(row.createdAt).toISOString(),
      updatedAt: new Date(row.updatedAt).toISOString(),
    };
  }
}

export const shopAnswer = (shop: Partial<ShopInfo>): ShopAnswer => ({
  name: shop.name ?? null,
  url: shop.url ?? null,
  version: shop.version ?? null,
  zone: shop.zone ?? null,
  currency: shop.currency ?? null,
  country: shop.country ?? null,
  languages: shop.languages ?? [],
  storefronts: (shop.storefronts ?? []).map(({ id, name, url }) => ({
    id,
    name,
    url: url ?? null,
  })),
});
