import { StoreForbidden } from '@storewire/core';
import type { BigCommerceClient } from './client.js';
import type { CartDocument } from './documents.js';

export interface RedirectUrls {
  readonly cart_url?: string;
}

interface Remembered {
  readonly content: string;
  readonly links: RedirectUrls | undefined;
}

const REMEMBERED = 1_000;
const remembered = new WeakMap<BigCommerceClient, Map<string, Remembered>>();

/**
 * Links that lead back to a cart whose owner is known, where the connection wants them: good for 30 days and one visit.
 * A cart of the same content keeps the ones it has while the client lives, so that being told of one cart several times
 * makes them once. `undefined` where BigCommerce makes none: the documentation asks for carts that its API made, and the
 * storefront makes most.
 *
 * @throws StoreUnauthorized, StoreRateLimited, StoreUnavailable.
 * @see docs/adapters/bigcommerce.md#carts
 */
export async function recoveryLinks(
  client: BigCommerceClient,
  cart: CartDocument,
): Promise<RedirectUrls | undefined> {
  const isKnown = Boolean(cart.email || cart.customer_id);
  if (client.connection.recoveryLinks !== 'on' || !isKnown) return undefined;
  const content = JSON.stringify(cart.line_items ?? {});
  const known = remembered.get(client) ?? new Map<string, Remembered>();
  remembered.set(client, known);
  const before = known.get(cart.id);
  if (before?.content === content) return before.links;
  const links = await make(client, cart.id);
  known.delete(cart.id);
  known.set(cart.id, { content, links });
  if (known.size > REMEMBERED) known.delete(known.keys().next().value as string);
  return links;
}

async function make(client: BigCommerceClient, id: string): Promise<RedirectUrls | undefined> {
  try {
    const path = `/v3/carts/${id}/redirect_urls`;
    return await client.write<RedirectUrls>('POST', path, {}, [404, 422]);
  } catch (error) {
    // A cart without a link is worth more than no cart; the connection check names the scope.
    if (error instanceof StoreForbidden) return undefined;
    throw error;
  }
}
