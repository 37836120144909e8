import { json, quietly } from '../browser.js';
import { page } from '../globals.js';
import { cartOf, listOf, minor, type ReadCart } from '../values.js';
import type { Watcher } from '../watcher.js';

interface ShopifyItem {
  product_id?: number;
  variant_id?: number;
  sku?: string;
  title?: string;
  quantity?: number;
  final_price?: number;
  final_line_price?: number;
}

export interface ShopifyCart {
  token?: string;
  items?: ShopifyItem[];
  total_price?: number;
  currency?: string;
}

/** Reads `/cart.js`. Amounts are hundredths in every currency, yen too. The part of the token after `?` is a key. */
export const shopifyCart = (cart: ShopifyCart): ReadCart | undefined =>
  cartOf(
    listOf<ShopifyItem>(cart.items).map((item) => ({
      productId: item.product_id,
      variantId: item.variant_id,
      sku: item.sku,
      name: item.title,
      quantity: item.quantity,
      unitPrice: minor(item.final_price, 2),
      total: minor(item.final_line_price, 2),
    })),
    {
      token: cart.token?.split('?')[0],
      total: minor(cart.total_price, 2),
      currency: cart.currency,
    },
  );

let isAsked = false;

/** The Customer Privacy API is loaded on demand; until it is there, the answer is no. */
const consent = (): boolean | undefined => {
  const shop = page.Shopify;
  if (shop?.customerPrivacy) return shop.customerPrivacy.marketingAllowed();
  if (!shop?.loadFeatures) return undefined;
  if (!isAsked) {
    isAsked = true;
    quietly(() =>
      shop.loadFeatures?.([{ name: 'consent-tracking-api', version: '0.1' }], () => {}),
    );
  }
  return false;
};

export const watcher: Watcher = {
  asksShop: true,
  changes: /\/cart\/(add|change|update|clear)/,
  checkout: /\/checkouts?\/|thank[-_]you/,
  consent,
  read: async () => {
    const cart = await json<ShopifyCart>(`${page.Shopify?.routes?.root || '/'}cart.js`);
    return cart && shopifyCart(cart);
  },
};
