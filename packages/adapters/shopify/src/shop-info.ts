import type { ShopInfo } from '@storewire/core';
import { SHOPIFY_API_VERSION } from './api-version.js';
import type { ShopifyClient } from './client.js';
import { shopDomainOf, shopKeyOf } from './connection.js';
import { SHOP, SHOP_LOCALES } from './operations/shop.operations.js';

/** What does not work without a scope. */
const EFFECTS: Readonly<Record<string, string>> = {
  read_customers: 'Contacts and consents are not read, and orders do not tell whose they are.',
  write_customers: 'A consent given or withdrawn in SALESmanago is not written to the shop.',
  read_orders: 'Orders, refunds and checkouts are not read.',
  read_all_orders:
    'Orders older than 60 days are missing from exports; Shopify leaves them out silently.',
  read_products: 'Products are not read.',
  read_locales: "The shop's languages are not known.",
  read_themes: 'Whether the storefront script is switched on in the theme cannot be seen.',
  write_pixels: 'The web pixel for the checkout is not switched on.',
  read_customer_events: 'The web pixel for the checkout is not switched on.',
  write_app_proxy: 'The shop does not tell who is logged in, so that no shopper is proven.',
};

/** Every scope that the adapter has a use for. */
export const SCOPES: readonly string[] = Object.keys(EFFECTS);
/** Shopify grants this one only to apps that it has looked at. */
export const SCOPE_WITH_APPROVAL = 'read_all_orders';

/**
 * Reads the shop and what the token may do. Scopes that are not granted come back with what will not work.
 *
 * @throws StoreUnauthorized for a token that is not valid; StoreUnavailable.
 */
export async function readShop(client: ShopifyClient): Promise<ShopInfo> {
  const { shop, currentAppInstallation } = await client.run(SHOP);
  const granted = new Set(currentAppInstallation?.accessScopes.map(({ handle }) => handle));
  const has = (scope: string) =>
    // A scope to write brings the one to read with it.
    granted.has(scope) || granted.has(scope.replace(/^read_/, 'write_'));
  const languages = has('read_locales') ? await readLanguages(client) : undefined;
  const version = client.servedVersion ?? SHOPIFY_API_VERSION;
  const warnings = [
    ...(shop.myshopifyDomain.toLowerCase() === shopDomainOf(client.connection)
      ? []
      : [`Shopify calls this shop ${shop.myshopifyDomain}; check the shop domain.`]),
    ...(version === SHOPIFY_API_VERSION
      ? []
      : [
          `Shopify answers with version ${version}; this adapter is made for ${SHOPIFY_API_VERSION}.`,
        ]),
  ];
  return {
    shopKey: shopKeyOf(client.connection),
    name: shop.name,
    url: shop.url,
    version,
    zone: shop.ianaTimezone,
    currency: shop.currencyCode,
    ...(shop.shopAddress?.countryCodeV2 ? { country: shop.shopAddress.countryCodeV2 } : {}),
    ...(languages ? { languages } : {}),
    missing: Object.entries(EFFECTS)
      .filter(([scope]) => !has(scope))
      .map(([permission, effect]) => ({ permission, effect })),
    ...(warnings.length > 0 ? { warnings } : {}),
  };
}

/** Languages the shop is published in, its main one first. */
async function readLanguages(client: ShopifyClient): Promise<string[]> {
  const { shopLocales } = await client.run(SHOP_LOCALES);
  return shopLocales
    .filter(({ primary, published }) => primary || published)
    .sort((a, b) => Number(b.primary) - Number(a.primary))
    .map(({ locale }) => locale);
}
