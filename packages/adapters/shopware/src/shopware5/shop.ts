import { type ShopInfo, StoreForbidden, StoreRefused } from '@storewire/core';
import { ShopwareNotFound, WrongShopwareVersion } from '../setup.error.js';
import { OLDEST_SHOPWARE5 } from './api-version.js';
import { privilegeFor, type Shopware5Client, statusOf } from './client.js';

interface Shop {
  readonly id: number;
  readonly name?: string;
  readonly default?: boolean;
  readonly active?: boolean;
  readonly host?: string | null;
  readonly basePath?: string | null;
  readonly secure?: boolean;
  readonly currency?: { readonly currency?: string } | null;
}

const RIGHTS = [
  ['customers', 'Customers are not read.'],
  ['orders', 'Orders are not read.'],
  ['articles', 'Products are not read.'],
  ['media', 'Products have no image.'],
] as const;

/**
 * What the shop is and what the API user lacks: its version, one row of each list, its shops, and a change of a customer
 * that cannot exist, which only a user who may not change customers is refused for that reason.
 *
 * The API does not tell the shop's time zone; it is not needed, because answers carry their offset.
 *
 * @throws StoreUnauthorized, StoreUnavailable; ShopwareNotFound and WrongShopwareVersion when the address is not that
 * of a Shopware 5 shop.
 */
export async function checkShop(client: Shopware5Client): Promise<ShopInfo> {
  const version = await readVersion(client);
  const missing: { permission: string; effect: string }[] = [];
  for (const [resource, effect] of RIGHTS) {
    if (await isRefused(client.list(resource, { limit: 1 }))) {
      missing.push({ permission: privilegeFor(resource, 'GET'), effect });
    }
  }
  if (await isRefused(unlessInvalid(client.put('/customers/0', {})))) {
    missing.push({
      permission: privilegeFor('customers', 'PUT'),
      effect: 'Consent is not written to the shop.',
    });
  }
  const shops = await readShops(client);
  const shop = shops.find(({ id }) => String(id) === client.shopId) ?? shops.find((s) => s.default);
  const currency = shop && (await readCurrency(client, shop));
  return {
    shopKey: client.shopKey,
    name: shop?.name?.trim() || new URL(client.baseUrl).host,
    url: (shop && urlOf(shop)) ?? client.baseUrl,
    version,
    ...(currency ? { currency } : {}),
    ...(shops.length > 1 ? { storefronts: shops.map(storefrontOf) } : {}),
    missing,
    warnings: warningsOf(client, shops),
  };
}

async function readVersion(client: Shopware5Client): Promise<string> {
  const found = await client.get<{ version?: unknown }>('/version').catch((error) => {
    if (statusOf(error) === 404) {
      throw new ShopwareNotFound(client.baseUrl, '/api/version is not found (404).', error);
    }
    throw error;
  });
  const version = String(found?.version ?? '');
  const [, major, minor] = /^(\d+)\.(\d+)/.exec(version) ?? [];
  if (major === undefined) {
    throw new ShopwareNotFound(client.baseUrl, '/api/version tells no version.');
  }
  const [oldestMajor, oldestMinor] = OLDEST_SHOPWARE5;
  if (Number(major) !== oldestMajor || Number(minor) < oldestMinor) {
    throw new WrongShopwareVersion(
      version,
      `${oldestMajor}.${oldestMinor} to 5.7`,
      Number(major) > oldestMajor
        ? 'Connect the shop as "Shopware 6".'
        : 'Update the shop to Shopware 5.7, then run the check again.',
    );
  }
  return version;
}

async function isRefused(call: Promise<unknown>): Promise<boolean> {
  try {
    await call;
    return false;
  } catch (error) {
    if (error instanceof StoreForbidden) return true;
    throw error;
  }
}

/** The right is asked for before the customer is: without an id it ends with 400 or 404. */
async function unlessInvalid(call: Promise<unknown>): Promise<void> {
  try {
    await call;
  } catch (error) {
    if (!(error instanceof StoreRefused)) throw error;
  }
}

/** Shops and subshops that are on; none where the user may not read them. */
async function readShops(client: Shopware5Client): Promise<readonly Shop[]> {
  try {
    const { rows } = await client.list<Shop>('shops', { limit: 100 });
    return rows.filter(({ active }) => active !== false);
  } catch (error) {
    if (error instanceof StoreForbidden || statusOf(error) === 404) return [];
    throw error;
  }
}

async function readCurrency(client: Shopware5Client, { id }: Shop): Promise<string | undefined> {
  return (await client.get<Shop>(`/shops/${id}`))?.currency?.currency;
}

function urlOf({ host, basePath, secure }: Shop): string | undefined {
  if (!host) return undefined;
  return `${secure ? 'https' : 'http'}://${host}${(basePath ?? '').replace(/\/$/, '')}`;
}

function storefrontOf(shop: Shop): { id: string; name: string; url?: string } {
  const url = urlOf(shop);
  return { id: String(shop.id), name: shop.name ?? String(shop.id), ...(url ? { url } : {}) };
}

function warningsOf(client: Shopware5Client, shops: readonly Shop[]): string[] {
  const warnings = [
    'Shopware 5 is no longer maintained by its maker; people who subscribed to the newsletter without an account are not in its API.',
  ];
  if (client.baseUrl.startsWith('http:')) {
    warnings.push('The shop is called over plain http: its data travels readable.');
  }
  if (client.baseUrl.startsWith('http:') && client.loginForm === 'basic') {
    warnings.push('The shop does not know Digest, so the API key travels readable, too.');
  }
  if (shops.length === 0) {
    warnings.push('The user may not read the shops (shop:read): name and currency are not known.');
  }
  if (shops.length > 1 && !client.shopId) {
    warnings.push(
      `All ${shops.length} shops are read into one account. Enter a shop ID to read one alone.`,
    );
  }
  return warnings;
}
