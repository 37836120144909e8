import { quietly } from '../browser.js';
import { cartOf, listOf, type ReadCart } from '../values.js';
import type { Watcher } from '../watcher.js';

interface SectionItem {
  product_id?: string;
  product_sku?: string;
  product_name?: string;
  qty?: number;
  product_price_value?: number | { incl_tax?: number };
}

export interface CartSection {
  items?: SectionItem[];
  subtotalAmount?: string | number | null;
}

const price = (value: SectionItem['product_price_value']): unknown =>
  value && typeof value === 'object' ? value.incl_tax : value;

/** Reads the `cart` section of Magento's customer data. The SKU is the chosen variant's, the id the product's. */
export const cartSection = (section: CartSection): ReadCart | undefined =>
  cartOf(
    listOf<SectionItem>(section.items).map((item) => ({
      productId: item.product_id,
      sku: item.product_sku,
      name: item.product_name,
      quantity: item.qty,
      unitPrice: price(item.product_price_value),
    })),
    { total: section.subtotalAmount },
  );

export const watcher: Watcher = {
  // Customer data is shared by all pages of the browser, so it is never old.
  asksShop: true,
  changes: /\/customer\/section\/load/,
  checkout: /\/checkout(?!\/cart)|checkout-index-index|onepage-success/,
  read: () => {
    const kept = quietly(() => JSON.parse(localStorage['mage-cache-storage'] || '{}'));
    const section = kept?.cart as CartSection | undefined;
    return section?.items && cartSection(section);
  },
};
