import { HubError, type ShopInfo, StoreForbidden, StoreRefused } from '@storewire/core';
import { readVersion } from '../magento2/releases.js';
import { IsMagento2, Magento1NotFound } from '../setup.error.js';
import type { Magento1Client } from './client.js';
import type { Argument, Path, Range } from './operations.js';
import { knownStoreViews } from './stores.js';

type Missing = ShopInfo['missing'][number];

/** Nothing has the id 0: a call that is allowed gives an empty list or "not there". */
const nothing = (field: string): readonly Range[] => [{ field, from: 0, to: 0 }];

const RIGHTS: readonly { path: Path; args: readonly Argument[]; effect: string }[] = [
  {
    path: 'store.list',
    args: [],
    effect: 'The store views are not known, and products have their default texts.',
  },
  {
    path: 'customer.list',
    args: [nothing('customer_id')],
    effect: 'Customers are not read.',
  },
  {
    path: 'customer_address.list',
    args: ['0'],
    effect: 'Customers come without phone and address.',
  },
  { path: 'sales_order.list', args: [nothing('order_id')], effect: 'Orders are not read.' },
  { path: 'sales_order.info', args: ['0'], effect: 'Orders are not read.' },
  {
    path: 'sales_order_creditmemo.list',
    args: [nothing('order_id')],
    effect: 'Refunds of a part of an order are not seen.',
  },
  { path: 'catalog_product.list', args: [nothing('product_id')], effect: 'Products are not read.' },
  {
    path: 'catalog_product.info',
    args: ['0', '', undefined, 'id'],
    effect: 'Products are not read.',
  },
  {
    path: 'catalog_product_attribute_media.list',
    args: ['0', '', 'id'],
    effect: 'Products come without images.',
  },
  {
    path: 'cataloginventory_stock_item.list',
    args: [['0']],
    effect: 'Products come without stock.',
  },
  {
    path: 'catalog_category.tree',
    args: [],
    effect: 'Products come without the names of their categories.',
  },
];

interface MagentoInfo {
  readonly magento_version?: string;
  readonly openmage_version?: string;
}

/**
 * What the shop is and which calls the role of the API user does not allow: each call once, for nothing. Zone and
 * currency cannot be asked for.
 *
 * @throws StoreUnauthorized, StoreUnavailable; Magento1NotFound, IsMagento2 and WsdlUnreachable when the shop cannot
 * be called.
 */
export async function checkShop(client: Magento1Client): Promise<ShopInfo> {
  const version = await versionOf(client);
  const missing = await missingCalls(client);
  const views = await knownStoreViews(client);
  return {
    shopKey: client.shopKey,
    name: views[0]?.name?.trim() || new URL(client.baseUrl).host,
    url: client.baseUrl,
    ...(version ? { version } : {}),
    ...(views.length > 1
      ? {
          storefronts: views.map(({ store_id, name, code }) => ({
            id: String(store_id),
            name: name ?? code,
          })),
        }
      : {}),
    missing,
    warnings: warningsOf(
      client,
      views.map(({ code }) => code),
    ),
  };
}

async function missingCalls(client: Magento1Client): Promise<Missing[]> {
  const missing: Missing[] = [];
  for (const { path, args, effect } of RIGHTS) {
    try {
      await client.call(path, ...args);
    } catch (error) {
      // Another way to say that there is nothing of the id 0.
      if (error instanceof StoreRefused) continue;
      if (!(error instanceof StoreForbidden)) throw error;
      missing.push({ permission: error.missing[0] ?? path, effect });
    }
  }
  return missing;
}

/** A shop on Magento 2 tells its version here. */
async function whatItIs(client: Magento1Client, notFound: Magento1NotFound): Promise<HubError> {
  try {
    const found = readVersion((await client.open('/magento_version')).text);
    return found ? new IsMagento2(client.baseUrl, found.version) : notFound;
  } catch (error) {
    if (error instanceof HubError) return notFound;
    throw error;
  }
}

/** `1.9.4.5`, with OpenMage's own number where the shop tells it; `undefined` without the permission. */
async function versionOf(client: Magento1Client): Promise<string | undefined> {
  try {
    const info = await client.call<MagentoInfo>('core_magento.info');
    const { magento_version, openmage_version } = info ?? {};
    return openmage_version ? `${magento_version} (OpenMage ${openmage_version})` : magento_version;
  } catch (error) {
    if (error instanceof StoreForbidden) return undefined;
    throw error instanceof Magento1NotFound ? await whatItIs(client, error) : error;
  }
}

function warningsOf(client: Magento1Client, codes: readonly string[]): string[] {
  const warnings = [
    'Newsletter consent and carts are in no call of Magento 1; they come through the bridge.',
  ];
  const { storeCode } = client.connection;
  if (client.baseUrl.startsWith('http:')) {
    warnings.push('The shop is called over plain http: its data travels readable.');
  }
  if (storeCode && codes.length > 0 && !codes.includes(storeCode)) {
    warnings.push(`There is no store view ${storeCode}; the shop has ${codes.join(', ')}.`);
  }
  return warnings;
}
