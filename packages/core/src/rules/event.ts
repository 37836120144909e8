import type { Cart, Line, Order } from '../model/records.js';
import type { Known } from '../model/values.js';
import { proposeLocation } from '../settings/normalise.js';
import type { ProductIdentifier, StoreSettings } from '../settings/store-settings.js';
import type { EventPayload, EventType } from './command.js';
import type { StoreFacts } from './decision.js';
import { twoLetters } from './upsert.js';

/** Longest `products` SALESmanago takes. */
export const MAX_PRODUCTS_LENGTH = 512;
const MAX_DETAIL_LENGTH = 255;

/** What an event of an order says; `value` is the order's total or the refund's amount, absent where it is unknown. */
export function orderEvent(
  order: Order,
  type: Exclude<EventType, 'CART'>,
  store: StoreFacts,
  at: { date: string; value: string | undefined },
): EventPayload {
  return clean({
    contactExtEventType: type,
    date: Date.parse(at.date),
    description: present(order.paymentMethod),
    externalId: order.externalId,
    shopDomain: store.domain,
    value: at.value === undefined ? undefined : Number(at.value),
    ...lineParts(order.lines, store),
    details: details({
      ...lineDetails(order.lines, store.settings.productIdentifier),
      detail2: order.reference,
      detail4: order.note,
      detail5: order.shippingMethod,
      detail8: languageOf(order, store),
      detail9: order.currency,
    }),
  });
}

/** What a CART event says: the whole cart, with the recovery link. */
export function cartEvent(
  cart: Cart,
  store: StoreFacts,
  date: string,
  value: string,
): EventPayload {
  return clean({
    contactExtEventType: 'CART' as const,
    date: Date.parse(date),
    description: present(cart.recoveryUrl),
    shopDomain: store.domain,
    value: Number(value),
    ...lineParts(cart.lines, store),
    details: details({
      ...lineDetails(cart.lines, store.settings.productIdentifier),
      detail8: languageOf(cart, store),
      detail9: cart.currency,
    }),
  });
}

/** The e-store id of every event of a store: the setting, else one made from the shop key. */
export const locationOf = (store: Pick<StoreFacts, 'settings' | 'shopKey'>): string =>
  store.settings.location ?? proposeLocation(store.shopKey);

/** The ids of the lines that have one, in order. */
export const productIds = (lines: readonly Line[], store: StoreFacts): string[] =>
  lines
    .map((line) => identifierOf(line, store.settings.productIdentifier))
    .filter((id) => id !== '');

const lineParts = (lines: readonly Line[], store: StoreFacts) => ({
  products: cutAtComma(productIds(lines, store)),
  location: locationOf(store),
});

/** Ids in order, as many as fit; an id is never broken. */
export const cutAtComma = (ids: readonly string[], maxLength = MAX_PRODUCTS_LENGTH): string =>
  joinedWithin(ids, ',', maxLength);

/** Joins parts, as many as fit whole; blank ones keep their place. */
function joinedWithin(parts: readonly string[], separator: string, maxLength: number): string {
  let length = 0;
  const tooLong = parts.findIndex((part, i) => {
    length += part.length + (i === 0 ? 0 : separator.length);
    return length > maxLength;
  });
  return (tooLong < 0 ? parts : parts.slice(0, tooLong)).join(separator);
}

/**
 * The line's id of the chosen kind, and no other kind, so that a list is of one kind throughout; a product without
 * variants is its own variant. `''` where the line lacks it.
 */
export function identifierOf(line: Line, kind: ProductIdentifier): string {
  const by: Record<ProductIdentifier, Known<string>> = {
    product: line.productId,
    variant: line.variantId ?? line.productId,
    sku: line.sku,
    ean: line.ean,
  };
  return (by[kind] ?? '').replaceAll(',', '_');
}

/** Names, quantities and the two identifier lists that are not the primary one, on their own keys. */
function lineDetails(
  lines: readonly Line[],
  primary: ProductIdentifier,
): Record<string, Known<string>> {
  const others = (['product', 'sku', 'variant'] as const)
    .filter((kind) => kind !== primary)
    .slice(0, 2);
  const list = (of: (line: Line) => string, separator = ',') => {
    const parts = lines.map(of);
    return parts.every((part) => part === '')
      ? undefined
      : joinedWithin(parts, separator, MAX_DETAIL_LENGTH);
  };
  const ids = (kind: ProductIdentifier | undefined) =>
    kind && list((line) => identifierOf(line, kind));
  return {
    detail1: list((line) => (line.name ?? '').replaceAll(',', ' ')),
    detail3: list((line) => String(line.quantity ?? ''), '/'),
    detail6: ids(others[0]),
    detail7: ids(others[1]),
  };
}

function details(all: Record<string, Known<string>>): Record<string, string> | undefined {
  const kept = Object.entries(all)
    .filter((entry): entry is [string, string] => typeof entry[1] === 'string' && entry[1] !== '')
    .map(([key, value]) => [key, cutWhole(value, MAX_DETAIL_LENGTH)] as const);
  return kept.length ? Object.fromEntries(kept) : undefined;
}

/** The first characters of a text, none of them cut in two. */
const cutWhole = (text: string, characters: number): string =>
  text.length <= characters ? text : [...text].slice(0, characters).join('');

function languageOf(
  document: { readonly language?: Known<string> },
  { settings, language }: { settings: StoreSettings; language?: string },
): string | undefined {
  const source = settings.languageSource;
  if (source === 'none') return undefined;
  return twoLetters(source === 'store' ? language : (document.language ?? language));
}

const present = (value: Known<string>): string | undefined => value ?? undefined;

const clean = <T extends object>(values: T): T =>
  Object.fromEntries(Object.entries(values).filter(([, v]) => v !== undefined && v !== '')) as T;
