import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { storefrontCart } from './bigcommerce.js';
import { cartSection } from './magento2.js';
import { printedCart } from './page.js';
import { blockCart } from './prestashop16.js';
import { presentedCart } from './prestashop17.js';
import { basketCart } from './shoper.js';
import { shopifyCart } from './shopify.js';
import { shopwareCart } from './shopware6.js';
import { storeCart } from './woocommerce.js';

const RECORDED = new URL('../../../../../../shared/recorded/woocommerce-10.9.1/', import.meta.url);

/** The recorded answer, or nothing where the recordings are not at hand. */
function recorded(name: string): Parameters<typeof storeCart>[0] | undefined {
  const file = new URL(name, RECORDED);
  if (existsSync(file)) return JSON.parse(readFileSync(file, 'utf8')).response.body;
  process.stdout.write(`${name} is not at hand; nothing to compare with.\n`);
  return undefined;
}

describe('WooCommerce', () => {
  it('reads the cart that a real shop answered', () => {
    const cart = recorded('store-cart-add-item.json');
    if (!cart) return;
    expect(storeCart(cart)).toEqual({
      lines: [
        {
          productId: '10',
          sku: 'RUN-1795278396213',
          name: 'Runner 1795278396213',
          quantity: 3,
          unitPrice: '149.99',
          total: '449.97',
        },
      ],
      total: '449.97',
      currency: 'PLN',
    });
  });

  it('reads the empty cart of a real shop', () => {
    const cart = recorded('store-cart-empty.json');
    if (!cart) return;
    expect(storeCart(cart)).toEqual({ lines: [], total: '0', currency: 'PLN' });
  });

  it('reads the variation of a real cart', () => {
    const cart = recorded('store-cart-get.json');
    if (!cart) return;
    expect(storeCart(cart)?.lines[1]).toMatchObject({
      variantId: '12',
      sku: 'TEE-1795278396213-M',
    });
  });

  it('calls a variation a variant, for it does not name its product', () => {
    const { lines } = storeCart({ items: [{ id: 33, type: 'variation', quantity: 1 }] }) ?? {};
    expect(lines).toEqual([{ variantId: '33', quantity: 1 }]);
  });

  it('adds tax and takes discounts from the total', () => {
    const totals = {
      ...{ total_items: '10000', total_items_tax: '2300' },
      ...{ total_discount: '1000', total_discount_tax: '230' },
      currency_minor_unit: 2,
    };
    expect(storeCart({ items: [], totals })?.total).toBe('110.7');
  });
});

describe('Shopify', () => {
  it('keeps the key of the cart token to itself', () => {
    expect(shopifyCart({ token: 'abc?key=secret', items: [] })?.token).toBe('abc');
  });

  it('reads hundredths of yen', () => {
    const item = { product_id: 1, variant_id: 2, quantity: 1, final_price: 100_000 };
    expect(shopifyCart({ items: [item] })?.lines[0]?.unitPrice).toBe('1000');
  });
});

describe('Magento 2', () => {
  it('takes the price with tax where the section has both', () => {
    const item = { product_id: '1', qty: 1, product_price_value: { incl_tax: 123, excl_tax: 100 } };
    expect(cartSection({ items: [item] })?.lines[0]?.unitPrice).toBe('123');
  });
});

describe('PrestaShop', () => {
  it('calls combination 0 no variant', () => {
    const product = { id_product: '5', id_product_attribute: '0', cart_quantity: '2', quantity: 9 };
    expect(presentedCart({ products: [product] })?.lines).toEqual([
      { productId: '5', quantity: 2 },
    ]);
  });
});

describe('Shopware 6', () => {
  it('tells product and variant apart', () => {
    const line = {
      type: 'product',
      referencedId: 'variant',
      quantity: 1,
      payload: { parentId: 'parent' },
    };
    expect(shopwareCart({ lineItems: [line] })?.lines).toEqual([
      { productId: 'parent', variantId: 'variant', quantity: 1 },
    ]);
  });
});

describe('BigCommerce', () => {
  it('reads digital products, too', () => {
    const cart = { id: 'c1', lineItems: { digitalItems: [{ productId: 9, quantity: 1 }] } };
    expect(storefrontCart([cart])?.lines).toEqual([{ productId: '9', quantity: 1 }]);
  });
});

describe('every reader', () => {
  const readers: readonly ((value: never) => unknown)[] = [
    shopifyCart,
    storeCart,
    cartSection,
    presentedCart,
    blockCart,
    shopwareCart,
    printedCart,
    (value: never) => storefrontCart([value]),
    (value: never) => basketCart(value, value),
  ];

  it('answers something of any object, without throwing', () => {
    fc.assert(
      fc.property(
        fc.dictionary(
          fc.constantFrom('items', 'lines', 'products', 'lineItems'),
          fc.array(fc.dictionary(fc.string(), fc.jsonValue())),
        ),
        (value) => {
          for (const read of readers) read(value as never);
        },
      ),
    );
  });
});
