import { Injectable } from '@nestjs/common';
import type { SettingsLayer, ShopInfo } from '@storewire/core';
import { Database } from '../database/database.service.js';
import { inList, listParam, type Value } from '../database/sql.js';

/** A store with what belongs to it, as the tables have it. */
export interface StoreRow {
  readonly tenantId: string;
  readonly storeId: string;
  readonly name: string;
  readonly platform: string;
  readonly accountId: string;
  /** Of the account, as SALESmanago knows it. */
  readonly clientId: string;
  readonly hasV3ApiKey: boolean;
  readonly connectionId: string;
  readonly shopKey: string;
  /** Of the connection: the shop's, without a storefront. */
  readonly connectionKey: string;
  readonly storefront: string | null;
  /** The other stores of the connection, oldest first. */
  readonly siblings: readonly Sibling[];
  readonly token: string;
  readonly config: Readonly<Record<string, unknown>>;
  /** Sealed. */
  readonly secrets: string;
  readonly shop: Partial<ShopInfo>;
  readonly isPaused: boolean;
  readonly pausedReason: string | null;
  readonly tenantSettings: SettingsLayer;
  readonly storeSettings: SettingsLayer;
  readonly createdAt: number;
  readonly updatedAt: number;
}

export interface Sibling {
  readonly storeId: string;
  readonly name: string;
  readonly storefront: string | null;
}

const SELECT = `SELECT s.tenant_id, s.id, s.name, s.platform, s.account_id, a.client_id, a.has_v3_api_key, s.connection_id, s.shop_key,
    s.storefront, s.token, s.created_at, s.updated_at, c.config, c.secrets, c.shop, c.shop_key AS connection_key, c.state,
    c.paused_reason
  FROM store s
  JOIN account a ON a.tenant_id = s.tenant_id AND a.id = s.account_id
  JOIN connection c ON c.tenant_id = s.tenant_id AND c.id = s.connection_id`;

type Found = Record<string, Value>;

/** Reads what a `StoreContext` is made of: three statements, for one store or for all. */
@Injectable()
export class StoreRows {
  constructor(private readonly db: Database) {}

  /** The token is the only thing a door knows; the tenant comes out of it. */
  async byToken(token: string): Promise<StoreRow | undefined> {
    const [row] = await this.read('WHERE s.token = $1', [token]);
    return row;
  }

  async byId(tenantId: string, storeId: string): Promise<StoreRow | undefined> {
    const [row] = await this.read('WHERE s.tenant_id = $1 AND s.id = $2', [tenantId, storeId]);
    return row;
  }

  /** @param ids of any tenants; only for who knows them already. */
  byIds(ids: readonly string[]): Promise<StoreRow[]> {
    return this.read(`WHERE ${inList('s.id', 1)}`, [listParam(ids)]);
  }

  ofAccount(tenantId: string, accountId: string): Promise<StoreRow[]> {
    return this.read('WHERE s.tenant_id = $1 AND s.account_id = $2', [tenantId, accountId]);
  }

  /** A page of a tenant's stores, oldest first. @param after id of the last one seen, or empty. */
  ofTenant(tenantId: string, limit: number, after: string): Promise<StoreRow[]> {
    return this.read('WHERE s.tenant_id = $1 AND s.id > $2', [tenantId, after], limit);
  }

  /** Of every tenant, for the work that is done for all of them. */
  all(): Promise<StoreRow[]> {
    return this.read('', []);
  }

  private async read(where: string, params: readonly Value[], limit?: number): Promise<StoreRow[]> {
    const end = limit === undefined ? '' : ` LIMIT ${limit}`;
    const stores = await this.db.query<Found>(`${SELECT} ${where} ORDER BY s.id${end}`, params);
    if (stores.length === 0) return [];
    const layers = await this.layersOf(stores);
    const shops = await this.shopsOf(stores);
    return stores.map((store) =>
      storeRow(store, layers, shops.get(`${store.tenant_id}/${store.connection_id}`) ?? []),
    );
  }

  /** The stores of each connection, oldest first. */
  private async shopsOf(stores: readonly Found[]): Promise<Map<string, Sibling[]>> {
    const rows = await this.db.query<Found>(
      `SELECT tenant_id, connection_id, id, name, storefront FROM store
       WHERE ${inList('tenant_id', 1)} AND ${inList('connection_id', 2)} ORDER BY id`,
      [
        listParam(new Set(stores.map((store) => String(store.tenant_id)))),
        listParam(new Set(stores.map((store) => String(store.connection_id)))),
      ],
    );
    const shops = new Map<string, Sibling[]>();
    for (const row of rows) {
      const place = `${row.tenant_id}/${row.connection_id}`;
      const store = {
        storeId: String(row.id),
        name: String(row.name),
        storefront: row.storefront as string | null,
      };
      shops.set(place, [...(shops.get(place) ?? []), store]);
    }
    return shops;
  }

  /** Values by layer: `tenant/` for the tenant's, `tenant/store` for a store's. */
  private async layersOf(stores: readonly Found[]): Promise<Map<string, Record<string, unknown>>> {
    const rows = await this.db.query<Found>(
      `SELECT tenant_id, store_id, key, value FROM setting
       WHERE ${inList('tenant_id', 1)} AND ${inList('store_id', 2)}`,
      [
        listParam(new Set(stores.map((store) => String(store.tenant_id)))),
        listParam(['', ...stores.map((store) => String(store.id))]),
      ],
    );
    const layers = new Map<string, Record<string, unknown>>();
    for (const row of rows) {
      const place = `${row.tenant_id}/${row.store_id}`;
      const layer = layers.get(place) ?? {};
      layer[String(row.key)] = JSON.parse(String(row.value));
      layers.set(place, layer);
    }
    return layers;
  }
}

const storeRow = (
  row: Found,
  layers: ReadonlyMap<string, SettingsLayer>,
  ofShop: readonly Sibling[],
): StoreRow => ({
  tenantId: String(row.tenant_id),
  storeId: String(row.id),
  name: String(row.name),
  platform: String(row.platform),
  accountId: String(row.account_id),
  clientId: String(row.client_id),
  hasV3ApiKey: Number(row.has_v3_api_key) === 1,
  connectionId: String(row.connection_id),
  shopKey: String(row.shop_key),
  connectionKey: String(row.connection_key),
  storefront: row.storefront as string | null,
  siblings: ofShop.filter(({ storeId }) => storeId !== row.id),
  token: String(row.token),
  config: JSON.parse(String(row.config)),
  secrets: String(row.secrets),
  shop: row.shop === null ? {} : JSON.parse(String(row.shop)),
  isPaused: row.state === 'paused',
  pausedReason: row.paused_reason as string | null,
  tenantSettings: layers.get(`${row.tenant_id}/`) ?? {},
  storeSettings: layers.get(`${row.tenant_id}/${row.id}`) ?? {},
  createdAt: Number(row.created_at),
  updatedAt: Number(row.updated_at),
});
