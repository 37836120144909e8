import type { ShopInfo } from '@storewire/core';
import type { PrestashopClient } from './client.js';
import { type PsDocument, permissionsOf } from './documents.js';
import { missingFrom } from './permissions.js';
import { UnknownShopId, WrongPrestashopVersion } from './setup.error.js';
import { addressOf } from './shop-facts.js';
import { isAtLeast, platformOf } from './versions.js';

/**
 * What the shop is and what the key lacks: the list of what the key may use (in XML; its JSON form breaks PrestaShop
 * 8), then the shop's settings, languages, currency and shops, each only where it may be read.
 *
 * @throws WrongPrestashopVersion, UnknownShopId, UnknownLanguage, WebserviceOff, WebserviceNotFound, OtherShopAddress;
 * StoreUnauthorized, StoreUnavailable.
 */
export async function checkShop(client: PrestashopClient): Promise<ShopInfo> {
  const { permissions, shopName } = permissionsOf(await client.readXml(''));
  const { version, platform } = client;
  const right = version === undefined ? undefined : platformOf(version);
  if (version !== undefined && right !== platform) mustBeRight(client, version, right?.name);
  const missing = missingFrom(permissions, version);
  const may = (resource: string) => permissions.get(resource)?.has('GET') === true;
  const shops = may('shops') ? await readShops(client) : [];
  const facts = await readFacts(client, may);
  const own = shops.find((shop) => String(shop.id) === (client.shopId ?? facts.shopDefault));
  return {
    shopKey: client.shopKey,
    name: String(own?.name ?? '').trim() || shopName || new URL(client.baseUrl).host,
    url: may('shop_urls') ? await client.facts.storefrontUrl() : client.baseUrl,
    ...(version ? { version } : {}),
    ...(facts.zone ? { zone: facts.zone } : {}),
    ...(facts.currency ? { currency: facts.currency } : {}),
    ...(facts.country ? { country: facts.country } : {}),
    ...(facts.languages ? { languages: facts.languages } : {}),
    ...(shops.length > 1 ? { storefronts: await storefrontsOf(client, shops, may) } : {}),
    missing,
    warnings: warningsOf(client, shops, facts.isMultistore),
  };
}

/** A version after those this was written for is taken with a warning, because the webservice hardly changes. */
function mustBeRight(client: PrestashopClient, version: string, right: string | undefined): void {
  const { platform } = client;
  const isNewer = platform.id === 'prestashop17' && isAtLeast(version, platform.before);
  if (!isNewer) throw new WrongPrestashopVersion(version, platform.name, right);
}

/** Read without a shop id: with one that does not exist PrestaShop sends every call to its home page. */
async function readShops(client: PrestashopClient): Promise<readonly PsDocument[]> {
  const shops = (await client.listEverywhere('shops')).filter(
    (shop) => String(shop.active) === '1' && String(shop.deleted ?? '0') === '0',
  );
  const { shopId } = client;
  if (shopId !== undefined && !shops.some((shop) => String(shop.id) === shopId)) {
    throw new UnknownShopId(
      shopId,
      shops.map((shop) => `${shop.id} (${shop.name})`),
    );
  }
  return shops;
}

interface Facts {
  readonly zone?: string | undefined;
  readonly currency?: string | undefined;
  readonly country?: string | undefined;
  readonly languages?: readonly string[];
  readonly shopDefault?: string | undefined;
  readonly isMultistore?: boolean;
}

async function readFacts(
  { facts }: PrestashopClient,
  may: (resource: string) => boolean,
): Promise<Facts> {
  if (!may('configurations')) return {};
  const settings = await facts.settings();
  const country = may('countries')
    ? (await facts.countries()).get(settings.PS_COUNTRY_DEFAULT ?? '')?.iso_code
    : undefined;
  return {
    zone: settings.PS_TIMEZONE,
    shopDefault: settings.PS_SHOP_DEFAULT,
    isMultistore: settings.PS_MULTISHOP_FEATURE_ACTIVE === '1',
    currency: may('currencies') ? await facts.currency() : undefined,
    country: typeof country === 'string' ? country : undefined,
    ...(may('languages') ? { languages: await languagesOf(facts) } : {}),
  };
}

/** The language of the catalogue first, then the others that are active. */
async function languagesOf(facts: PrestashopClient['facts']): Promise<string[]> {
  const first = await facts.languageId();
  const languages = [...(await facts.languages()).values()].filter(
    ({ id, active }) => id === first || String(active) === '1',
  );
  return languages
    .sort((a, b) => Number(b.id === first) - Number(a.id === first))
    .map((one) => String(one.locale || one.language_code || one.iso_code))
    .map((tag) => Intl.getCanonicalLocales(tag.replaceAll('_', '-'))[0] ?? tag);
}

async function storefrontsOf(
  client: PrestashopClient,
  shops: readonly PsDocument[],
  may: (resource: string) => boolean,
): Promise<{ id: string; name: string; url?: string }[]> {
  const urls = may('shop_urls') ? await client.listEverywhere('shop_urls') : [];
  const settings = may('configurations') ? await client.facts.settings() : {};
  return shops.map(({ id, name }) => {
    const own = urls.filter((url) => String(url.id_shop) === String(id));
    const main = own.find((url) => String(url.main) === '1') ?? own[0];
    return {
      id: String(id),
      name: String(name),
      ...(main ? { url: addressOf(main, settings) } : {}),
    };
  });
}

function warningsOf(
  client: PrestashopClient,
  shops: readonly PsDocument[],
  isMultistore: boolean | undefined,
): string[] {
  const { baseUrl, version, shopId, platform } = client;
  const warnings: string[] = [];
  if (baseUrl.startsWith('http:')) {
    warnings.push('The shop is called over plain http: its key and its data travel readable.');
  }
  if (client.showsKeyInAddress) {
    warnings.push(
      'The web server drops the Authorization header, so the key is sent in the address and lands in its access log. On Apache add "CGIPassAuth On".',
    );
  }
  if (version !== undefined && isAtLeast(version, platform.before)) {
    warnings.push(`PrestaShop ${version} is newer than what this was tested with.`);
  }
  if (version === undefined) warnings.push('The shop does not tell its version.');
  if (shopId === undefined && (isMultistore || shops.length > 1)) {
    const list = shops.map(({ id, name }) => `${id} (${name})`).join(', ');
    warnings.push(
      `The installation has several shops, and only that of the address is read. For another one connect it with its shop id: ${list}.`,
    );
  }
  return warnings;
}
