/** Scopes as BigCommerce spells them, with what does not work without them. */
export const EFFECTS = {
  store_v2_information_read_only: 'Name, currency and time zone of the store are not known.',
  store_v2_customers:
    'Customers and newsletter subscribers are not read, or consent is not written back.',
  store_v2_orders_read_only: 'Orders and refunds are not read.',
  store_v2_products_read_only: 'Products are not read.',
  store_cart_read_only: 'Carts are not read.',
  store_cart: 'Carts have no recovery link.',
  store_channel_settings_read_only: 'The storefronts of the store are not known.',
  store_sites_read_only:
    'The addresses of storefronts are not known; products get the main address of the store.',
  store_v2_content: 'The storefront script is not placed.',
  store_content_checkout: 'The storefront script is not on checkout pages.',
} as const;

export type Scope = keyof typeof EFFECTS;

type Method = 'GET' | 'POST' | 'PUT' | 'DELETE';

/** The scope a call needs, first match; BigCommerce itself does not name the one that is missing. */
const NEEDED: readonly [path: RegExp, scope: Scope, method?: Method][] = [
  [/^\/v2\/store/, 'store_v2_information_read_only'],
  [/^\/v3\/customers/, 'store_v2_customers'],
  [/^\/v[23]\/orders/, 'store_v2_orders_read_only'],
  [/^\/v3\/catalog/, 'store_v2_products_read_only'],
  [/^\/v3\/carts/, 'store_cart_read_only', 'GET'],
  [/^\/v3\/carts/, 'store_cart'],
  [/^\/v3\/channels\/\d+\/site/, 'store_sites_read_only'],
  [/^\/v3\/channels/, 'store_channel_settings_read_only'],
  [/^\/v3\/content/, 'store_v2_content'],
];

export const scopesFor = (method: Method, path: string): Scope[] => {
  const row = NEEDED.find(
    ([pattern, , only]) => pattern.test(path) && (only === undefined || only === method),
  );
  return row ? [row[1]] : [];
};
