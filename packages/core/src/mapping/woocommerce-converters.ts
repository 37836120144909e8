import type { ConsentState, Instant, Known } from '../model/values.js';
import { bag } from './bag.js';
import { consentTick, flag } from './flag-converters.js';
import type { MappingContext } from './mapping-context.js';
import { decimal } from './number-converters.js';
import { joinedText, plainText, text, textList, textsOf } from './text-converters.js';
import { utcInstant } from './time-converters.js';

/** WooCommerce's shipping lines: their `method_title`, joined by `, `. */
const wooShippingMethod = (value: unknown): Known<string> =>
  joinedText(textsOf(value, (item) => item.method_title));

/** A variation of WooCommerce, whose name is only its options (`M, red`): the product's `parent_name` in front. */
function wooVariationName(value: unknown): Known<string> {
  const { parent_name, name } = bag(value);
  const parts = textList([parent_name, name]);
  return parts?.length ? parts.join(' - ') : plainText(name);
}

/** A product of WooCommerce: the `sale_price` while it is `on_sale`, else known to have none. */
function wooDiscountPrice(value: unknown, context: MappingContext): Known<string> {
  const product = bag(value);
  const onSale = flag(product.on_sale);
  return onSale ? decimal(product.sale_price, context) : onSale === false ? null : undefined;
}

/** WooCommerce's `stock_status`; what can be back-ordered can be bought. */
function wooInStock(value: unknown): boolean | undefined {
  const states: Record<string, boolean> = { instock: true, onbackorder: true, outofstock: false };
  return typeof value === 'string' && Object.hasOwn(states, value) ? states[value] : undefined;
}

/** WooCommerce's product `status`: everything but `publish` is not on sale. */
const wooIsPublished = (value: unknown): boolean | undefined =>
  typeof value === 'string' && value !== '' ? value === 'publish' : undefined;

/**
 * An order of WooCommerce: a ticked newsletter box. Looks in `meta_data` for the connection's `newsletterField`, as a
 * plugin stores it and with the prefix of block checkout; without such a field nothing is said.
 */
function wooCheckoutTick(value: unknown, { variables }: MappingContext): ConsentState | undefined {
  const field = variables?.newsletterField;
  const meta = bag(value).meta_data;
  if (typeof field !== 'string' || field === '' || !Array.isArray(meta)) return undefined;
  const keys = [field, `_wc_other/${field}`];
  const isTicked = meta.map(bag).some((row) => {
    return keys.includes(text(row.key) ?? '') && consentTick(row.value) === 'in';
  });
  return isTicked ? 'in' : undefined;
}

/** When the newsletter box of a WooCommerce order was ticked: when the order was placed. */
const wooCheckoutTickAt = (value: unknown, context: MappingContext): Known<Instant> =>
  wooCheckoutTick(value, context) ? utcInstant(bag(value).date_created_gmt) : undefined;

export const WOOCOMMERCE_CONVERTERS = {
  wooShippingMethod,
  wooVariationName,
  wooDiscountPrice,
  wooInStock,
  wooIsPublished,
  wooCheckoutTick,
  wooCheckoutTickAt,
};
