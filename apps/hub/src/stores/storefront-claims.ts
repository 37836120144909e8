import type { SourceRow, StoreFacts, StorefrontClaims } from '@storewire/core';
import type { StoreRow } from './store-rows.js';

/**
 * What a store takes of its shop. Orders and carts that name no storefront go to the store that takes the rest, and
 * where every store has a storefront, to the oldest.
 */
export function claimsOf(
  row: Pick<StoreRow, 'storeId' | 'storefront' | 'siblings' | 'shop'>,
): StorefrontClaims {
  const { storeId, storefront, siblings, shop } = row;
  const rest = siblings.find((store) => store.storefront === null);
  const oldest = siblings[0];
  const unnamed =
    rest ?? (storefront !== null && oldest && oldest.storeId < storeId ? oldest : undefined);
  return {
    ...(storefront === null ? {} : { own: storefront }),
    others: new Map(
      siblings.flatMap(({ storefront: id, name }) => (id === null ? [] : [[id, name]])),
    ),
    ...(rest ? { rest: rest.name } : {}),
    ...(unnamed ? { unnamed: unnamed.name } : {}),
    names: new Map((shop.storefronts ?? []).map(({ id, name }) => [id, name])),
  };
}

/** The shop key of one storefront. */
export const storeKeyOf = (shopKey: string, storefront: string | null): string =>
  storefront ? `${shopKey}:${storefront}` : shopKey;

/**
 * The facts for one row. An order was perhaps sent when its storefront had no store of its own, or while this store
 * had that storefront; it is not sent again for that.
 */
export function factsFor(
  { facts, connectionKey }: { readonly facts: StoreFacts; readonly connectionKey: string },
  { storefront }: Pick<SourceRow, 'storefront'>,
): StoreFacts {
  const keys = [connectionKey, storeKeyOf(connectionKey, storefront ?? null)];
  const otherShopKeys = [...new Set(keys)].filter((key) => key !== facts.shopKey);
  return otherShopKeys.length > 0 ? { ...facts, otherShopKeys } : facts;
}
