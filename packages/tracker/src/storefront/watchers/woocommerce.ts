import { cookie, json } from '../browser.js';
import { page } from '../globals.js';
import { cartOf, listOf, minor, type ReadCart } from '../values.js';
import type { Watcher } from '../watcher.js';

interface StoreMoney {
  currency_code?: string;
  currency_minor_unit?: number;
}

interface StoreItem {
  id?: number;
  type?: string;
  sku?: string;
  name?: string;
  quantity?: number;
  prices?: StoreMoney & { price?: string };
  totals?: StoreMoney & { line_total?: string; line_total_tax?: string };
}

export interface StoreCart {
  items?: StoreItem[];
  totals?: StoreMoney & {
    total_items?: string;
    total_items_tax?: string;
    total_discount?: string;
    total_discount_tax?: string;
  };
}

const sum = (...amounts: (string | undefined)[]): number =>
  amounts.reduce((total, amount) => total + Number(amount || 0), 0);

/** Reads the Store API cart. A variation has its own id and does not name its product. Delivery is left out. */
export const storeCart = ({ items, totals: all }: StoreCart): ReadCart | undefined =>
  cartOf(
    listOf<StoreItem>(items).map(({ id, type, sku, name, quantity, prices, totals }) => ({
      [type === 'variation' ? 'variantId' : 'productId']: id,
      sku,
      name,
      quantity,
      unitPrice: minor(prices?.price, prices?.currency_minor_unit),
      total: minor(sum(totals?.line_total, totals?.line_total_tax), totals?.currency_minor_unit),
    })),
    {
      total: minor(
        sum(all?.total_items, all?.total_items_tax) -
          sum(all?.total_discount, all?.total_discount_tax),
        all?.currency_minor_unit,
      ),
      currency: all?.currency_code,
    },
  );

export const watcher: Watcher = {
  asksShop: true,
  // The blocks and other scripts talk to the Store API; our own question has no path after `cart`.
  changes: /wc(\/|%2F)store.*(cart(\/|%2F)|batch)|wc-ajax=(add_to|remove_from)/i,
  checkout: /woocommerce-checkout|order-received|\/checkout/,
  listen: (changed) => {
    page
      .jQuery?.(document.body)
      .on(
        'added_to_cart removed_from_cart updated_cart_totals updated_wc_div wc_cart_emptied',
        changed,
      );
    for (const name of ['added_to', 'removed_from']) {
      document.body.addEventListener(`wc-blocks_${name}_cart`, changed);
    }
  },
  read: async (isIdle) => {
    // WordPress would start PHP for an answer that is known: no cookie, no cart.
    if (isIdle && !cookie('woocommerce_items_in_cart')) return undefined;
    const root = document.querySelector<HTMLLinkElement>('link[rel="https://api.w.org/"]')?.href;
    const cart = await json<StoreCart>(`${root || '/wp-json/'}wc/store/v1/cart`);
    return cart && storeCart(cart);
  },
};
