import type { RecordKind } from '../model/records.js';
import type { MessageSource, StoreFacts } from './decision.js';

/** Who takes what in a shop with several storefronts. */
export interface StorefrontClaims {
  /** The storefront of this store; without one it takes what no other store of the shop claims. */
  readonly own?: string;
  /** The storefronts that other stores of the shop claim, with the names of those stores. */
  readonly others: ReadonlyMap<string, string>;
  /** The other store that takes what nobody claims. */
  readonly rest?: string;
  /** The store that takes orders and carts which name no storefront; absent when it is this one. */
  readonly unnamed?: string;
  /** The names that the shop gives its storefronts. */
  readonly names: ReadonlyMap<string, string>;
}

/** Sources that read the shop and not one store of it; all other messages came to the store they are for. */
const OF_THE_SHOP: ReadonlySet<MessageSource> = new Set(['webhook', 'poll', 'export']);

interface PlacedRow {
  readonly kind: RecordKind;
  readonly source: MessageSource;
  readonly storefront?: string | undefined;
}

/** Whether the rules will filter a row because it is another storefront's. */
export const isOfOtherStorefront = (
  row: PlacedRow,
  { storefronts }: Pick<StoreFacts, 'storefronts'>,
): boolean => storefronts !== undefined && otherStorefront(row, storefronts) !== undefined;

/**
 * Why a row is not this store's, or `undefined` when it is. A row without a storefront belongs to the whole shop:
 * people and products go to every store of it, an order or a cart to one, so that it is sent once.
 */
export function otherStorefront(
  { kind, source, storefront }: PlacedRow,
  claims: StorefrontClaims,
): string | undefined {
  const { own, others, rest, unnamed, names } = claims;
  if (!OF_THE_SHOP.has(source)) return undefined;
  if (storefront === undefined) {
    return unnamed !== undefined && (kind === 'order' || kind === 'cart')
      ? `The ${kind} names no storefront; the store ${unnamed} takes it.`
      : undefined;
  }
  if (own === undefined ? !others.has(storefront) : own === storefront) return undefined;
  const name = names.get(storefront);
  const where = `It belongs to the storefront ${storefront}${name ? ` (${name})` : ''}`;
  const taker = others.get(storefront) ?? rest;
  return taker === undefined
    ? `${where}, for which no store is set up.`
    : `${where}, which the store ${taker} takes.`;
}
