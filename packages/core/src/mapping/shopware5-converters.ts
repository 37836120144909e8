import { bag, bags, word } from './bag.js';
import { decimalOf, type Prices, pricesOf, salePrice, wholeNumber } from './shopware-values.js';

const CANCELLED = new Set([-1, 4]);

/** An order of Shopware 5: `order_4` when it was cancelled, else its payment status, such as `payment_12`. */
function shopware5OrderState(value: unknown): string | undefined {
  const { orderStatusId, paymentStatusId } = bag(value);
  const [order, payment] = [orderStatusId, paymentStatusId].map(wholeNumber);
  if (order !== undefined && CANCELLED.has(order)) return `order_${order}`;
  return payment === undefined ? undefined : `payment_${payment}`;
}

/** An order of Shopware 5: the customer's id, `null` for a guest, whose customer has `accountMode` 1. */
function shopware5AccountId(value: unknown): string | null | undefined {
  const { customerId, customer } = bag(value);
  const id = wholeNumber(customerId);
  if (id === undefined) return undefined;
  return id === 0 || wholeNumber(bag(customer).accountMode) === 1 ? null : String(id);
}

/** Prices of an article of Shopware 5 for one piece and the shop's own customers (`EK`), whose prices all have. */
function shopware5Prices(value: unknown, currency: string | undefined): Prices {
  const prices = bags(value).filter((price) => (wholeNumber(price.from) ?? 1) <= 1);
  const found = prices.find((price) => price.customerGroupKey === 'EK') ?? prices[0];
  return pricesOf(decimalOf(found?.price, currency), decimalOf(found?.pseudoPrice, currency));
}

/** The `prices` of an article of Shopware 5: the regular one. */
function shopware5Price(
  value: unknown,
  { currency }: { readonly currency?: string },
): string | undefined {
  const { now, before } = shopware5Prices(value, currency);
  return before ?? now;
}

/** The `prices` of an article of Shopware 5: what it costs while that is less than the struck-through price. */
const shopware5SalePrice = (
  value: unknown,
  { currency }: { readonly currency?: string },
): string | null | undefined => salePrice(shopware5Prices(value, currency));

/** A variant of Shopware 5, whose text is only its options: the article's name, which the adapter adds, in front. */
function shopware5VariantName(value: unknown): string | undefined {
  const { articleName, additionalText, configuratorOptions } = bag(value);
  const options = bags(configuratorOptions).map(({ name }) => word(name));
  const text = word(additionalText) ?? options.filter((one) => one !== undefined).join(', ');
  return (
    [word(articleName), text].filter((part) => part !== undefined && part !== '').join(' - ') ||
    undefined
  );
}

/** An article or variant of Shopware 5: in stock, or sold without stock (`lastStock` off). */
function shopware5Available(value: unknown): boolean | undefined {
  const document = bag(value);
  const variants = [document.mainDetail ?? document, ...bags(document.details)].map(bag);
  const each = variants.map(({ inStock, lastStock, active }) => {
    const stock = wholeNumber(inStock);
    if (stock === undefined || wholeNumber(active) === 0 || active === false) return undefined;
    return stock > 0 || !(lastStock ?? document.lastStock);
  });
  return each.includes(true) ? true : each.includes(false) ? false : undefined;
}

/** Converters for what only Shopware 5 says; part of `CONVERTERS`. */
export const SHOPWARE5_CONVERTERS = {
  shopware5OrderState,
  shopware5AccountId,
  shopware5Price,
  shopware5SalePrice,
  shopware5VariantName,
  shopware5Available,
};
