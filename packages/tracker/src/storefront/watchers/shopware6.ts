import { json } from '../browser.js';
import { page } from '../globals.js';
import { cartOf, listOf, type ReadCart } from '../values.js';
import type { Watcher } from '../watcher.js';

interface LineItem {
  type?: string;
  referencedId?: string;
  label?: string;
  quantity?: number;
  price?: { unitPrice?: number; totalPrice?: number };
  payload?: { productNumber?: string; parentId?: string | null };
}

export interface ShopwareCart {
  lineItems?: LineItem[];
  price?: { positionPrice?: number };
}

/** Reads `/checkout/cart.json`. Its `token` opens the shopper's session, so it stays in the page. */
export const shopwareCart = (cart: ShopwareCart): ReadCart | undefined =>
  cartOf(
    listOf<LineItem>(cart.lineItems)
      .filter(({ type }) => type === 'product')
      .map(({ referencedId, payload, label, quantity, price }) => ({
        productId: payload?.parentId || referencedId,
        variantId: payload?.parentId ? referencedId : undefined,
        sku: payload?.productNumber,
        name: label,
        quantity,
        unitPrice: price?.unitPrice,
        total: price?.totalPrice,
      })),
    { total: cart.price?.positionPrice },
  );

export const watcher: Watcher = {
  asksShop: true,
  changes: /\/checkout\/(line-item|product|cart\/delete|promotion|offcanvas)/,
  checkout: /\/checkout\/(confirm|finish|register)|is-act-(confirm|finish)page/,
  read: async () => {
    // The sales channel may live in a folder; the theme's own routes know it.
    const offcanvas = page.router?.['frontend.cart.offcanvas'] || '/checkout/offcanvas';
    const cart = await json<ShopwareCart>(offcanvas.replace(/offcanvas$/, 'cart.json'));
    return cart && shopwareCart(cart);
  },
};
