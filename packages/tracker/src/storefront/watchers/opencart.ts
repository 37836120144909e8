import { quietly, store, stored } from '../browser.js';
import { cartOf, type ReadCart, shownAmount } from '../values.js';
import type { Watcher } from '../watcher.js';

const IDS = 'storewire-products';
const MOST_IDS = 300;
const SELECTOR = '#cart, #header-cart';

/** Product id in an address, or the path by which a search-engine friendly address is known. */
const place = (href: string): { id?: string; path: string } => {
  const url = new URL(href, location.href);
  return { id: url.searchParams.get('product_id') || undefined, path: url.pathname };
};

/**
 * Remembers which product a friendly address stands for. The cart shows addresses only, but a product gets into it from
 * a page that has both.
 */
const learnIds = (): void => {
  const known = Object.entries(stored<Record<string, string>>('localStorage', IDS));
  const learn = (href: string, id: string | undefined): void => {
    if (id) known.push([place(href).path, id]);
  };
  for (const box of document.querySelectorAll('.product-thumb, .product-layout')) {
    const link = box.querySelector<HTMLAnchorElement>('a[href]');
    const input = box.querySelector<HTMLInputElement>('[name=product_id]');
    const button = box.querySelector('[onclick*="cart.add("]')?.getAttribute('onclick');
    const id = input?.value || /cart\.add\('?(\d+)/.exec(button || '')?.[1];
    if (link) learn(link.href, id);
  }
  learn(
    location.href,
    document.querySelector<HTMLInputElement>('#product [name=product_id]')?.value,
  );
  if (known.length > 0) {
    store('localStorage', IDS, Object.fromEntries([...new Map(known)].slice(-MOST_IDS)));
  }
};

/** Reads the cart that OpenCart renders on every page: a row per product with link, `x 2`, and the line's total. */
const renderedCart = (cart: Element): ReadCart | undefined => {
  const ids = stored<Record<string, string>>('localStorage', IDS);
  const rows = [...cart.querySelectorAll('tr')].map((row) => {
    const cells = [...row.querySelectorAll('td')];
    const at = cells.findIndex((cell) => /^\s*x\s*\d+\s*$/i.test(cell.textContent || ''));
    const links = [...row.querySelectorAll<HTMLAnchorElement>('a[href]')];
    const { id, path = '' } = links[0] ? place(links[0].href) : {};
    const shown = cells[at + 1];
    return {
      productId: id || ids[path],
      name: links.map((link) => link.textContent?.trim()).find(Boolean),
      quantity: /\d+/.exec(cells[at]?.textContent || '')?.[0],
      total:
        shown?.querySelector('x-currency')?.getAttribute('amount') ||
        shownAmount(shown?.textContent),
    };
  });
  // The other rows are the totals.
  return cartOf(
    rows.filter((row) => row.quantity),
    { currency: cart.querySelector('x-currency')?.getAttribute('code') },
  );
};

export const watcher: Watcher = {
  checkout:
    /route=checkout\/(checkout|success)|(checkout-checkout|common-success|checkout-success)/,
  listen: (changed) => {
    quietly(learnIds);
    const cart = document.querySelector(SELECTOR);
    if (cart) new MutationObserver(changed).observe(cart, { childList: true, subtree: true });
  },
  read: () => {
    const cart = document.querySelector(SELECTOR);
    // Without a list, not even an empty one, this is a button that a theme gave the same name.
    return cart?.querySelector('ul, table, .dropdown-menu') ? renderedCart(cart) : undefined;
  },
};
