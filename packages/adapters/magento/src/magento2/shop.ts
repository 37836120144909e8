import { HubError, type ShopInfo, StoreForbidden } from '@storewire/core';
import { IsMagento1, Magento2NotFound, Magento2TooOld } from '../setup.error.js';
import type { Magento2Client } from './client.js';
import { isOptionalFailure, statusOf } from './refusals.js';
import { compareVersions, OLDEST, readVersion, releaseOf } from './releases.js';
import { searchPairs } from './search.js';
import { knownStoreViews, readStoreViews, type StoreView } from './store-views.js';

type Missing = ShopInfo['missing'][number];

/** Addresses to try, each with the permission it stands for; nothing is changed at the shop. */
const RIGHTS = [
  {
    path: '/V1/customers/search',
    permission: 'Magento_Customer::customer',
    effect: 'Customers and their newsletter consent are not read.',
  },
  {
    // There is no customer 0: with the permission the answer is 404.
    path: '/V1/customers/0/billingAddress',
    permission: 'Magento_Customer::manage',
    effect: 'Newsletter consent is not written to the shop.',
  },
  {
    path: '/V1/orders',
    permission: 'Magento_Sales::actions_view',
    effect: 'Orders are not read.',
  },
  {
    path: '/V1/creditmemos',
    permission: 'Magento_Sales::sales_creditmemo',
    effect: 'Refunds of a part of an order are not seen.',
  },
  { path: '/V1/carts/search', permission: 'Magento_Cart::manage', effect: 'Carts are not read.' },
  {
    path: '/V1/products',
    permission: 'Magento_Catalog::products',
    effect: 'Products are not read, and carts have no product ids.',
  },
  {
    path: '/V1/categories/list',
    permission: 'Magento_Catalog::categories',
    effect: 'Products come without the names of their categories.',
  },
] as const;
const STORE_RIGHT = {
  permission: 'Magento_Backend::store',
  effect: 'Time zone, currency, languages and the addresses of images are not known.',
};

/**
 * What the shop is and which of the permissions the integration lacks: the version page, the store views, and one row
 * of each list.
 *
 * @throws StoreUnauthorized, StoreUnavailable; Magento2NotFound, IsMagento1 and Magento2TooOld when the shop is none
 * that can be read.
 */
export async function checkShop(client: Magento2Client): Promise<ShopInfo> {
  const missing = await missingPermissions(client);
  const version = await versionOf(client);
  if (version && compareVersions(version, OLDEST) < 0) throw new Magento2TooOld(version, OLDEST);
  const views = await knownStoreViews(client);
  const [first] = views;
  const languages = [...new Set(views.flatMap(({ locale }) => (locale ? [tagOf(locale)] : [])))];
  return {
    shopKey: client.shopKey,
    name: first?.name ?? new URL(client.baseUrl).host,
    url: first?.linkUrl ?? client.baseUrl,
    ...(version ? { version } : {}),
    ...(first?.zone ? { zone: first.zone } : {}),
    ...(first?.currency ? { currency: first.currency } : {}),
    ...(languages.length > 0 ? { languages } : {}),
    ...(views.length > 1 ? { storefronts: views.map(storefrontOf) } : {}),
    missing,
    warnings: warningsOf(client, version, views),
  };
}

const tagOf = (locale: string): string => locale.replaceAll('_', '-');

const storefrontOf = ({ id, name, code, linkUrl }: StoreView) => ({
  id: String(id),
  name: name ?? code,
  ...(linkUrl ? { url: linkUrl } : {}),
});

async function missingPermissions(client: Magento2Client): Promise<Missing[]> {
  const missing: Missing[] = [];
  for (const { path, permission, effect } of RIGHTS) {
    try {
      await client.get(path, searchPairs({ pageSize: 1 }));
    } catch (error) {
      // As the shop spells it: names moved between versions.
      if (error instanceof StoreForbidden) {
        missing.push({ permission: error.missing[0] ?? permission, effect });
      } else if (error instanceof Magento2NotFound) throw await whatItIs(client, error);
      else if (statusOf(error) !== 404) throw error;
    }
  }
  try {
    await readStoreViews(client);
  } catch (error) {
    if (!(error instanceof StoreForbidden)) throw error;
    missing.push(STORE_RIGHT);
  }
  return missing;
}

/** A shop on Magento 1 describes its API here. */
async function whatItIs(client: Magento2Client, notFound: Magento2NotFound): Promise<HubError> {
  try {
    const { text } = await client.open('/index.php/api/v2_soap/index/wsdl/1/');
    return /urn:(?:Magento|OpenMage)/.test(text) ? new IsMagento1(client.baseUrl) : notFound;
  } catch (error) {
    if (error instanceof HubError) return notFound;
    throw error;
  }
}

/** `2.4`; `undefined` where the page is blocked, or empty as in shops installed with git. */
async function versionOf(client: Magento2Client): Promise<string | undefined> {
  try {
    return readVersion((await client.open('/magento_version')).text)?.version;
  } catch (error) {
    if (isOptionalFailure(error)) return undefined;
    throw error;
  }
}

function warningsOf(
  client: Magento2Client,
  version: string | undefined,
  views: readonly StoreView[],
): string[] {
  const warnings: string[] = [];
  const { storeCode } = client.connection;
  if (client.baseUrl.startsWith('http:')) {
    warnings.push('The shop is called over plain http: its data travels readable.');
  }
  if (!version) {
    warnings.push(
      'The shop does not tell its version (/magento_version); the adapter needs at least 2.3.',
    );
  }
  if (version && releaseOf(version)?.consentInLists === false) {
    warnings.push(
      'Magento 2.3 tells the newsletter state of one customer at a time, so a change in a large shop is seen late.',
    );
  }
  if (!client.isSigned && version && compareVersions(version, '2.4') >= 0) {
    warnings.push(
      'The access token alone works as long as the shop is older than 2.4.4 or allows it; enter all four values before an update.',
    );
  }
  if (storeCode && views.length > 0 && !views.some(({ code }) => code === storeCode)) {
    const codes = views.map(({ code }) => code).join(', ');
    warnings.push(`There is no store view ${storeCode}; the shop has ${codes}.`);
  }
  return warnings;
}
