import { type Bag, bag, bags, word } from './bag.js';
import { multiplyDecimal } from './decimal.js';
import { decimalOf, type Prices, pricesOf, salePrice, wholeNumber } from './shopware-values.js';

// Each takes the object its doc line names. `storefront` on products is added by the adapter: what the sales channel
// sells in (`currencyId`, `currencyFactor`), where (`url`), for whom (`salesChannelId`, `languageId`).

/** In UTC, with a year of four digits, so that instants sort as texts; a time without an offset is none. */
function instant(value: unknown): string | undefined {
  const written = word(value) ?? '';
  const ms = /(?:Z|[+-]\d\d:?\d\d)$/.test(written) ? Date.parse(written) : Number.NaN;
  const text = Number.isNaN(ms) ? '' : new Date(ms).toISOString();
  return /^\d{4}-/.test(text) ? text : undefined;
}

/** Shopware 6 keeps null in `updatedAt` until the first change. */
const stampsOf = (document: Bag): (string | undefined)[] => [
  instant(document.createdAt),
  instant(document.updatedAt),
];

/**
 * A document of Shopware 6: when it last changed, whatever part of it: itself, its payments, its variants, the
 * newsletter entry that belongs to it.
 */
function shopware6ChangedAt(value: unknown): string | undefined {
  const document = bag(value);
  const parts = [
    document,
    bag(document.newsletterRecipient),
    ...bags(document.transactions),
    ...bags(document.children),
  ];
  return parts
    .flatMap(stampsOf)
    .filter((stamp) => stamp !== undefined)
    .sort()
    .at(-1);
}

const technicalName = (document: Bag): string | undefined =>
  word(bag(document.stateMachineState).technicalName);

const ENDED = new Set(['cancelled', 'failed']);

/** The payment that counts: the one the order names, else the newest that did not end without money. */
function decisivePayment(order: Bag): Bag | undefined {
  const payments = bags(order.transactions).toSorted((a, b) =>
    (instant(a.createdAt) ?? '').localeCompare(instant(b.createdAt) ?? ''),
  );
  const primary = word(order.primaryOrderTransactionId);
  return (
    payments.find(({ id }) => primary !== undefined && id === primary) ??
    payments.findLast((payment) => !ENDED.has(technicalName(payment) ?? '')) ??
    payments.at(-1)
  );
}

const UNPAID = new Set([
  'open',
  'unconfirmed',
  'in_progress',
  'authorized',
  'paid_partially',
  'reminded',
]);

/**
 * An order of Shopware 6, one word out of its states: `order_cancelled` when the order is; the state of the payment
 * that counts; `order_completed` for an order that was finished while that payment is still open; `no_payment` for one
 * that has none.
 */
function shopware6OrderState(value: unknown): string | undefined {
  const order = bag(value);
  const own = technicalName(order);
  if (own === 'cancelled') return 'order_cancelled';
  if (!Array.isArray(order.transactions)) return undefined;
  const payment = decisivePayment(order);
  const state = payment ? technicalName(payment) : 'no_payment';
  const isFinished = own === 'completed' && (state === undefined || UNPAID.has(state));
  return isFinished ? 'order_completed' : state;
}

/** An order of Shopware 6: how it was paid, by the payment that counts. */
function shopware6PaymentMethod(value: unknown): string | undefined {
  const method = bag(decisivePayment(bag(value))?.paymentMethod);
  return word(method.technicalName) ?? nameOf(method);
}

/** The `orderCustomer` of Shopware 6: the customer's id, `null` for a guest or a deleted account. */
function shopware6AccountId(value: unknown): string | null | undefined {
  const customer = bag(value);
  if (customer.customerId === undefined) return undefined;
  return bag(customer.customer).guest === true ? null : (word(customer.customerId) ?? null);
}

/** A line of an order of Shopware 6: the id of the variant; `null` where the product has none. */
function shopware6VariantId(value: unknown): string | null | undefined {
  const line = bag(value);
  if (line.productId === undefined) return undefined;
  return word(bag(line.payload).parentId) ? (word(line.productId) ?? null) : null;
}

/** A newsletter entry's status: `notSet` was asked and has not confirmed. */
function shopware6Consent(value: unknown): 'in' | 'out' | 'pending' | undefined {
  switch (value) {
    case 'direct':
    case 'optIn':
      return 'in';
    case 'optOut':
      return 'out';
    case 'notSet':
      return 'pending';
    default:
      return undefined;
  }
}

/**
 * A newsletter entry: when the person decided. A confirmation has its own time; a cancellation is the entry's last
 * change; a sign-up without confirmation is known only while the entry was never changed.
 */
function shopware6ConsentAt(value: unknown): string | undefined {
  const entry = bag(value);
  const [created, updated] = stampsOf(entry);
  switch (entry.status) {
    case 'optIn':
      return instant(entry.confirmedAt);
    case 'optOut':
      return updated ?? created;
    case 'direct':
      return updated === undefined ? created : undefined;
    default:
      return undefined;
  }
}

/** Shopware 6 has this currency, with a factor of 1, in every shop. */
const SYSTEM_CURRENCY = 'b7d2554b0ce847cd82f3ac9bd1c0dfca';

function shopware6Prices(value: unknown, currency: string | undefined): Prices {
  const product = bag(value);
  const { currencyId, currencyFactor } = bag(product.storefront);
  const prices = bags(product.price);
  const own = prices.find((price) => price.currencyId === currencyId);
  const found = own ?? prices.find((price) => price.currencyId === SYSTEM_CURRENCY);
  const factor = own || typeof currencyFactor !== 'number' ? 1 : currencyFactor;
  const amount = (gross: unknown) => {
    const plain = decimalOf(gross, currency);
    return plain !== undefined && factor !== 1 ? multiplyDecimal(plain, factor, currency) : plain;
  };
  return pricesOf(amount(found?.gross), amount(bag(found?.listPrice).gross));
}

/** A product of Shopware 6: its regular price, with tax, in the storefront's currency. */
function shopware6Price(
  value: unknown,
  { currency }: { readonly currency?: string },
): string | undefined {
  const { now, before } = shopware6Prices(value, currency);
  return before ?? now;
}

/** A product of Shopware 6: what it costs while that is less than the list price, `null` when it is not on sale. */
const shopware6SalePrice = (
  value: unknown,
  { currency }: { readonly currency?: string },
): string | null | undefined => salePrice(shopware6Prices(value, currency));

/** A product of Shopware 6: its address in the storefront. */
function shopware6ProductUrl(value: unknown): string | undefined {
  const product = bag(value);
  const storefront = bag(product.storefront);
  const base = word(storefront.url)?.replace(/\/+$/, '');
  if (base === undefined) return undefined;
  const canonical = bags(product.seoUrls).find(
    (url) =>
      url.isCanonical === true &&
      url.salesChannelId === storefront.salesChannelId &&
      url.languageId === storefront.languageId,
  );
  const path = word(canonical?.seoPathInfo)?.replace(/^\/+/, '');
  const id = word(product.id);
  return path ? `${base}/${path}` : id && `${base}/detail/${id}`;
}

/** Plain fields are null where the language has no text of its own; `translated` never is. */
const nameOf = (value: unknown): string | undefined => {
  const document = bag(value);
  return word(bag(document.translated).name) ?? word(document.name);
};

/** A product or variant of Shopware 6: its name, with the options of a variant behind it. */
function shopware6ProductName(value: unknown): string | undefined {
  const name = nameOf(value);
  const options = bags(bag(value).options)
    .map(nameOf)
    .filter((option) => option !== undefined);
  return name !== undefined && options.length > 0 ? `${name} - ${options.join(', ')}` : name;
}

/** A list of Shopware 6 whose objects have names: categories. */
const shopware6Names = (value: unknown): string[] | undefined =>
  Array.isArray(value) ? value.map(nameOf).filter((name) => name !== undefined) : undefined;

/** The media of a product of Shopware 6, in the shop's order: their addresses. */
const shopware6MediaUrls = (value: unknown): string[] | undefined =>
  Array.isArray(value)
    ? bags(value)
        .toSorted((a, b) => (wholeNumber(a.position) ?? 0) - (wholeNumber(b.position) ?? 0))
        .map((item) => word(bag(item.media).url))
        .filter((url) => url !== undefined)
    : undefined;

/** A product of Shopware 6: whether it, or one of its variants, can be bought. */
function shopware6Available(value: unknown): boolean | undefined {
  const product = bag(value);
  const variants = bags(product.children);
  if (variants.length > 0) return variants.some((variant) => variant.available === true);
  return typeof product.available === 'boolean' ? product.available : undefined;
}

/** A product of Shopware 6: whether it is switched on, and shown in the storefront. */
function shopware6Active(value: unknown): boolean | undefined {
  const { active, visibilities, storefront } = bag(value);
  const { salesChannelId } = bag(storefront);
  if (typeof active !== 'boolean') return undefined;
  if (!active || !Array.isArray(visibilities) || salesChannelId === undefined) return active;
  return bags(visibilities).some((visibility) => visibility.salesChannelId === salesChannelId);
}

/** Converters for what only Shopware 6 says; part of `CONVERTERS`. */
export const SHOPWARE6_CONVERTERS = {
  shopware6ChangedAt,
  shopware6OrderState,
  shopware6PaymentMethod,
  shopware6AccountId,
  shopware6VariantId,
  shopware6Consent,
  shopware6ConsentAt,
  shopware6Price,
  shopware6SalePrice,
  shopware6ProductUrl,
  shopware6ProductName,
  shopware6Names,
  shopware6MediaUrls,
  shopware6Available,
  shopware6Active,
};
