import { json } from '../browser.js';
import { page } from '../globals.js';
import { cartOf, listOf, type ReadCart } from '../values.js';
import type { Watcher } from '../watcher.js';

interface BlockCartProduct {
  id?: number;
  idCombination?: number;
  name?: string;
  quantity?: number;
  price_float?: string | number;
}

export interface BlockCart {
  products?: BlockCartProduct[];
}

/** Reads the answer of the cart block's own request. */
export const blockCart = (cart: BlockCart): ReadCart | undefined =>
  cartOf(
    listOf<BlockCartProduct>(cart.products).map((product) => ({
      productId: product.id,
      variantId: product.idCombination,
      name: product.name,
      quantity: product.quantity,
      unitPrice: product.price_float,
    })),
  );

export const watcher: Watcher = {
  asksShop: true,
  // The shop's scripts add the time to every cart request.
  changes: /[?&]rand=\d/,
  // Step 0 of the order page is the cart.
  checkout: /step=[1-9]|order-confirmation/,
  read: async (isIdle) => {
    const shown = document.querySelector('.ajax_cart_quantity')?.textContent?.trim();
    if (!page.static_token || (isIdle && (!shown || shown === '0'))) return undefined;
    const cart = await json<BlockCart>(page.baseUri || '/', {
      method: 'POST',
      body: new URLSearchParams({ controller: 'cart', ajax: 'true', token: page.static_token }),
    });
    return cart?.products && blockCart(cart);
  },
};
