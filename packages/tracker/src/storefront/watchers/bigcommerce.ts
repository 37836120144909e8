import { json } from '../browser.js';
import { cartOf, listOf, type ReadCart } from '../values.js';
import type { Watcher } from '../watcher.js';

interface StorefrontItem {
  productId?: number;
  variantId?: number;
  sku?: string;
  name?: string;
  quantity?: number;
  salePrice?: number;
  extendedSalePrice?: number;
}

export interface StorefrontCart {
  id?: string;
  currency?: { code?: string };
  cartAmount?: number;
  lineItems?: { physicalItems?: StorefrontItem[]; digitalItems?: StorefrontItem[] };
}

/** Reads the Storefront Carts API: a list with the open cart, or an empty one. Gift certificates are no products. */
export const storefrontCart = ([cart]: readonly StorefrontCart[]): ReadCart | undefined =>
  cartOf(
    [
      ...listOf<StorefrontItem>(cart?.lineItems?.physicalItems),
      ...listOf<StorefrontItem>(cart?.lineItems?.digitalItems),
    ].map((item) => ({
      productId: item.productId,
      variantId: item.variantId,
      sku: item.sku,
      name: item.name,
      quantity: item.quantity,
      unitPrice: item.salePrice,
      total: item.extendedSalePrice,
    })),
    { token: cart?.id, total: cart?.cartAmount, currency: cart?.currency?.code },
  );

export const watcher: Watcher = {
  asksShop: true,
  // Our own question has a query after `carts`.
  changes: /\/remote(\/v1\/cart|\.php)|\/api\/storefront\/carts?(\/|$)/,
  checkout: /\/checkout|order-confirmation/,
  read: async () => {
    const carts = await json<StorefrontCart[]>(
      '/api/storefront/carts?include=lineItems.physicalItems.options',
    );
    return Array.isArray(carts) ? storefrontCart(carts) : undefined;
  },
};
