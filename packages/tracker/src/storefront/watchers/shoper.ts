import { quietly } from '../browser.js';
import { page, type ShoperBasket, type ShoperStorefront } from '../globals.js';
import { cartOf, listOf, type ReadCart } from '../values.js';
import type { Watcher } from '../watcher.js';

export interface FullPrice {
  currency?: string;
  grossValue?: number;
}

export interface BasketProduct {
  productId?: number;
  variantId?: number;
  name?: string;
  quantity?: number;
  price?: FullPrice;
  sum?: FullPrice;
}

/** Reads the models of Shoper's Basket Products API. */
export const basketCart = (
  products: unknown,
  sum: FullPrice | null | undefined,
): ReadCart | undefined => {
  const list = listOf<BasketProduct>(products);
  return cartOf(
    list.map(({ productId, variantId, name, quantity, price, sum: total }) => ({
      productId,
      variantId,
      name,
      quantity,
      unitPrice: price?.grossValue,
      total: total?.grossValue,
    })),
    { total: sum?.grossValue, currency: sum?.currency || list[0]?.price?.currency },
  );
};

const PRIVACY_PATIENCE_MS = 5_000;

let basket: ShoperBasket | undefined;
let granted: (() => string[]) | undefined;
let askedAt = 0;

/** Consents of Shoper's own window. Its API comes late, or never where the window is not in use. */
const consent = (): boolean | undefined => {
  if (granted) return granted().some((name) => /market/i.test(name));
  if (!page.useStorefront) return undefined;
  if (!askedAt) {
    askedAt = Date.now();
    page.useStorefront(async (storefront) => {
      try {
        const privacy = await storefront.getApi('customerPrivacyApi');
        granted = () => privacy.getGrantedNames();
      } catch {
        // A storefront without the API does not tell.
      }
    });
  }
  return Date.now() - askedAt < PRIVACY_PATIENCE_MS ? false : undefined;
};

const follow = (storefront: ShoperStorefront, changed: () => void, bought: () => void): void => {
  const { eventBus } = storefront;
  // Before this the basket is empty for everybody.
  const ready = async (): Promise<void> => {
    basket = await storefront.getApi('basketProductsApi');
    changed();
  };
  const begin = (): void => void ready().catch(() => {});
  eventBus.on('basket.initialized', begin);
  for (const name of ['basketUpdated', 'itemAddedToBasket', 'itemRemovedFromBasket']) {
    eventBus.on(`basket.${name}`, changed);
  }
  for (const name of ['orderPlaced', 'purchased']) eventBus.on(`basket.${name}`, bought);
  const past = storefront
    .getApiSync('messageStorageSystemApi')
    .getChannelMessages('basket.initialized');
  if (past?.length) begin();
};

export const watcher: Watcher = {
  consent,
  listen: (changed, bought) => {
    page.useStorefront?.((storefront) => quietly(() => follow(storefront, changed, bought)));
  },
  read: async () => {
    if (!basket) return undefined;
    const sum = (await basket.getDiscountedSum()) || (await basket.getSum());
    return basketCart(await basket.get(), sum as FullPrice | undefined);
  },
};
