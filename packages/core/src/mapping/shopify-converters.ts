import type { ConsentState } from '../model/values.js';
import { addDecimals, canonicalDecimal } from './decimal.js';
import { text } from './text-converters.js';

// Shopify tells one thing in two shapes: REST documents in webhooks (`snake_case`, plain lists) and GraphQL
// (`camelCase`, connections with `nodes`). These converters read both; each takes the object its doc line names.

type Bag = Readonly<Record<string, unknown>>;

const bag = (value: unknown): Bag | undefined =>
  value !== null && typeof value === 'object' && !Array.isArray(value) ? (value as Bag) : undefined;

const list = (value: unknown): readonly unknown[] | undefined => {
  if (Array.isArray(value)) return value;
  const nodes = bag(value)?.nodes;
  return Array.isArray(nodes) ? nodes : undefined;
};

const word = (value: unknown): string | undefined =>
  typeof value === 'string' && value.trim() !== '' ? value.trim() : undefined;

const decimalOf = (value: unknown, currency: string | undefined): string | undefined =>
  typeof value === 'string' || typeof value === 'number'
    ? canonicalDecimal(String(value), currency)
    : undefined;

/** Account states in which nobody can sign in; Shopify keeps such a customer for every guest checkout. */
const WITHOUT_ACCOUNT = new Set(['DISABLED', 'INVITED', 'DECLINED']);

/**
 * An order or checkout: the id of its customer when that customer has an account, `null` for a guest. A customer
 * whose `state` the document does not tell counts as an account.
 */
function shopifyAccountId(value: unknown): string | null | undefined {
  const document = bag(value);
  if (!document || document.customer === undefined) return undefined;
  const customer = bag(document.customer);
  if (!customer) return null;
  if (WITHOUT_ACCOUNT.has(word(customer.state)?.toUpperCase() ?? '')) return null;
  const id = customer.admin_graphql_api_id ?? customer.id;
  return typeof id === 'string' || typeof id === 'number'
    ? String(id).replace(/^gid:\/\/.*\//, '')
    : undefined;
}

/**
 * A refund: what was paid back, in the shop's currency. GraphQL says it; a REST refund is the sum of its successful
 * refund transactions, of which each tells the shop's money or is in the shop's currency.
 */
function shopifyRefundAmount(
  value: unknown,
  { currency }: { readonly currency?: string },
): string | undefined {
  const refund = bag(value);
  const total = bag(bag(refund?.totalRefundedSet)?.shopMoney)?.amount;
  if (total !== undefined) return decimalOf(total, currency);
  const transactions = list(refund?.transactions);
  if (!transactions) return undefined;
  const amounts: string[] = [];
  for (const entry of transactions) {
    const transaction = bag(entry);
    if (transaction?.kind !== 'refund' || transaction.status !== 'success') continue;
    const inShopMoney = bag(bag(transaction.amount_set)?.shop_money)?.amount;
    const amount = decimalOf(inShopMoney ?? transaction.amount, currency);
    if (amount === undefined) return undefined;
    amounts.push(amount);
  }
  return addDecimals(amounts, currency);
}

interface VariantPrices {
  readonly now: string | undefined;
  /** The struck-through price, only while it is the higher one. */
  readonly before: string | undefined;
}

function pricesOf(value: unknown, currency: string | undefined): VariantPrices {
  const variant = bag(value);
  const now = decimalOf(variant?.price, currency);
  const before = decimalOf(variant?.compareAtPrice ?? variant?.compare_at_price, currency);
  const isOnSale = now !== undefined && before !== undefined && isMore(before, now);
  return { now, before: isOnSale ? before : undefined };
}

/** Whether a price is above another; neither is negative. */
const isMore = (a: string, b: string): boolean => /^[^-]*[1-9]/.test(addDecimals([a, `-${b}`]));

/** A variant: its regular price, which is `compareAtPrice` while that is higher than `price`. */
function shopifyRegularPrice(
  value: unknown,
  { currency }: { readonly currency?: string },
): string | undefined {
  const { now, before } = pricesOf(value, currency);
  return before ?? now;
}

/** A variant: what it costs while that is less than the regular price, `null` when it is not on sale. */
function shopifySalePrice(
  value: unknown,
  { currency }: { readonly currency?: string },
): string | null | undefined {
  const { now, before } = pricesOf(value, currency);
  return now === undefined ? undefined : before === undefined ? null : now;
}

/** A product or a variant: pieces in stock, over all variants; `undefined` where the document does not count. */
function shopifyStock(value: unknown): number | undefined {
  const item = bag(value);
  const own = item?.totalInventory ?? item?.inventoryQuantity ?? item?.inventory_quantity;
  if (typeof own === 'number') return Math.trunc(own);
  const counts = list(item?.variants)?.map(shopifyStock);
  return counts?.length && counts.every((count) => count !== undefined)
    ? counts.reduce((sum, count) => sum + count, 0)
    : undefined;
}

/**
 * A product or a variant: whether it can be bought. A variant says so itself in GraphQL; in REST it can be when it is
 * in stock, is sold below zero or is not counted. A product can be when one of its variants can.
 */
function shopifyAvailability(value: unknown): boolean | undefined {
  const item = bag(value);
  if (!item) return undefined;
  if (typeof item.availableForSale === 'boolean') return item.availableForSale;
  const variants = list(item.variants);
  if (variants) {
    const each = variants.map(shopifyAvailability);
    return each.includes(true) ? true : each.includes(undefined) ? undefined : false;
  }
  if (item.inventory_management === null) return true;
  if (word(item.inventory_policy)?.toLowerCase() === 'continue') return true;
  const stock = shopifyStock(item);
  return stock === undefined ? undefined : stock > 0;
}

/** A product's status: `UNLISTED` is sold by direct link, `DRAFT`, `ARCHIVED` and a deleted one are not sold. */
function shopifyIsActive(value: unknown): boolean | undefined {
  switch (word(value)?.toUpperCase()) {
    case 'ACTIVE':
    case 'UNLISTED':
      return true;
    case 'DRAFT':
    case 'ARCHIVED':
    case 'DELETED':
      return false;
    default:
      return undefined;
  }
}

/** A consent webhook: `mobile` when it is about SMS, else `email`. */
function shopifyConsentChannel(value: unknown): 'email' | 'mobile' | undefined {
  const document = bag(value);
  if (!document) return undefined;
  return document.sms_marketing_consent === undefined ? 'email' : 'mobile';
}

/** A product: the addresses of its images, in the shop's order. */
function shopifyImageUrls(value: unknown): string[] | undefined {
  const product = bag(value);
  const images = list(product?.media) ?? list(product?.images);
  return images
    ?.map((image) => word(bag(bag(bag(image)?.preview)?.image)?.url) ?? word(bag(image)?.src))
    .filter((url) => url !== undefined);
}

/** A list of collections: their titles. */
function shopifyTitles(value: unknown): string[] | undefined {
  return list(value)
    ?.map((item) => word(bag(item)?.title))
    .filter((title) => title !== undefined);
}

/** A count that Shopify writes as a number or as text: true above zero. */
function shopifyIsPositive(value: unknown): boolean | undefined {
  const count =
    typeof value === 'number' ? value : word(value) === undefined ? Number.NaN : Number(value);
  return Number.isFinite(count) ? count > 0 : undefined;
}

/** Shopify's marketing state. NOT_SUBSCRIBED is what was never asked, so it is `unknown`. */
function marketingState(value: unknown): ConsentState | undefined {
  const raw = text(value);
  if (typeof raw !== 'string') return undefined;
  switch (raw.toUpperCase()) {
    case 'SUBSCRIBED':
      return 'in';
    case 'UNSUBSCRIBED':
    case 'REDACTED':
      return 'out';
    case 'PENDING':
      return 'pending';
    default:
      return 'unknown';
  }
}

/**
 * One state out of Shopify's three fields: cancelled wins, then the financial status in capitals.
 * Takes the whole order, from the webhook or from GraphQL.
 */
function shopifyOrderState(value: unknown): string | undefined {
  if (value === null || typeof value !== 'object') return undefined;
  const order = value as Record<string, unknown>;
  if (order.cancelled_at || order.cancelledAt) return 'CANCELLED';
  const status = order.financial_status ?? order.displayFinancialStatus;
  return typeof status === 'string' && status !== '' ? status.toUpperCase() : undefined;
}

/** Converters for what only Shopify says; part of `CONVERTERS`. */
export const SHOPIFY_CONVERTERS = {
  marketingState,
  shopifyOrderState,
  shopifyAccountId,
  shopifyRefundAmount,
  shopifyRegularPrice,
  shopifySalePrice,
  shopifyStock,
  shopifyAvailability,
  shopifyIsActive,
  shopifyConsentChannel,
  shopifyImageUrls,
  shopifyTitles,
  shopifyIsPositive,
};
