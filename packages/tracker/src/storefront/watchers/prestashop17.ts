import { quietly } from '../browser.js';
import { page } from '../globals.js';
import { cartOf, listOf, type ReadCart } from '../values.js';
import type { Watcher } from '../watcher.js';

interface PresentedProduct {
  id_product?: string | number;
  id_product_attribute?: string | number;
  reference?: string;
  name?: string;
  quantity?: string | number;
  cart_quantity?: string | number;
  price_amount?: string | number;
}

export interface PresentedCart {
  products?: PresentedProduct[];
  subtotals?: { products?: { amount?: number } };
}

/** Reads the cart that PrestaShop presents to its themes; delivery is left out of the total. */
export const presentedCart = (cart: PresentedCart, currency?: string): ReadCart | undefined =>
  cartOf(
    listOf<PresentedProduct>(cart.products).map((product) => ({
      productId: product.id_product,
      variantId: product.id_product_attribute,
      sku: product.reference,
      name: product.name,
      quantity: product.cart_quantity ?? product.quantity,
      unitPrice: product.price_amount,
    })),
    { total: cart.subtotals?.products?.amount, currency },
  );

let latest: PresentedCart | undefined;

export const watcher: Watcher = {
  checkout: / checkout |order-confirmation|controller=order/,
  listen: (changed) => {
    page.prestashop?.on?.('updateCart', (event) =>
      quietly(() => {
        latest = event?.resp?.cart || latest;
        changed();
      }),
    );
  },
  read: () => {
    const cart: PresentedCart | undefined = latest || page.prestashop?.cart;
    return cart?.products && presentedCart(cart, page.prestashop?.currency?.iso_code);
  },
};
