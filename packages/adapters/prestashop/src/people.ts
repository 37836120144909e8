import type { PrestashopClient } from './client.js';
import type { PsDocument } from './documents.js';
import { BUYER_FIELDS } from './fields.js';
import { equal } from './query.js';
import { type ById, byId } from './shop-facts.js';

/** The buyers of orders or carts by their id. */
export const buyersOf = async (
  client: PrestashopClient,
  rows: readonly PsDocument[],
): Promise<ById> =>
  byId(
    await client.listByValues(
      'customers',
      'id',
      rows.map((row) => row.id_customer),
      { fields: BUYER_FIELDS },
    ),
  );

/**
 * A buyer under `account`, or under `guest` for the row that PrestaShop makes at a guest checkout: only the first is
 * somebody who can sign in.
 */
export const asBuyer = (buyer: PsDocument | undefined): object =>
  buyer ? { [String(buyer.is_guest) === '1' ? 'guest' : 'account']: buyer } : {};

/** Addresses with the country and the state they point at. */
export async function withPlaces(
  client: PrestashopClient,
  addresses: readonly PsDocument[],
): Promise<PsDocument[]> {
  const isSet = (id: unknown) => id !== undefined && id !== '' && String(id) !== '0';
  const countries = addresses.length ? await client.facts.countries() : undefined;
  const hasStates = addresses.some((address) => isSet(address.id_state));
  const states = hasStates ? await client.facts.states() : undefined;
  return addresses.map((address) => ({
    ...address,
    country: countries?.get(String(address.id_country)),
    ...(isSet(address.id_state) ? { state: states?.get(String(address.id_state)) } : {}),
  }));
}

/** With a shop id entered, what belongs to another shop is another store's: shops that share orders list them all. */
export const ownShop = ({ shopId }: PrestashopClient): Readonly<Record<string, string>> =>
  shopId === undefined ? {} : { id_shop: equal(shopId) };
