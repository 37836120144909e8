import { quietly } from '../browser.js';
import { type PageCart, type PageLine, page } from '../globals.js';
import { cartOf, listOf, type ReadCart } from '../values.js';
import type { Watcher } from '../watcher.js';

const MARK = 'data-storewire-cart';

/** Reads a cart as a theme or a bridge prints it. */
export const printedCart = (cart: PageCart): ReadCart | undefined =>
  cartOf(listOf<PageLine>(cart.lines), cart);

/** The newest copy is the last one. */
const printed = (): string | null | undefined =>
  [...document.querySelectorAll(`[${MARK}]`)].pop()?.getAttribute(MARK);

/** For platforms whose front end tells nothing: the theme or a bridge prints the cart. */
export const watcher: Watcher = {
  checkout: /\/checkout(?!\/(cart|ajax))|order-confirmation|thank[-_]you|onepage-success/,
  listen: (changed) => {
    let last = printed();
    new MutationObserver(() => {
      if (last !== printed()) {
        last = printed();
        changed();
      }
    }).observe(document.body, { subtree: true, childList: true, attributeFilter: [MARK] });
  },
  read: () => {
    const cart =
      page.storewire?.cart || quietly(() => JSON.parse(printed() || 'null') as PageCart | null);
    return cart?.lines && printedCart(cart);
  },
};
