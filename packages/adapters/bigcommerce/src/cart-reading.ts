import type { SourceRow } from '@storewire/core';
import type { BigCommerceClient } from './client.js';
import { type CartDocument, storefrontOf } from './documents.js';
import { recoveryLinks } from './recovery-links.js';

const CARTS = '/v3/carts';

/**
 * A cart by its uuid, with its items in one list, and with links back to it where the connection wants them; nothing
 * for one that was deleted or became an order.
 */
export async function* readCart(
  client: BigCommerceClient,
  id: string,
): AsyncGenerator<SourceRow<'cart'>> {
  const cart = await client.get<CartDocument>(`${CARTS}/${id}`);
  if (!cart) return;
  const links = await recoveryLinks(client, cart);
  yield {
    kind: 'cart',
    id: cart.id,
    version: [cart.updated_time, cart.version].filter((part) => part !== undefined).join(' '),
    raw: { ...cart, items: itemsOf(cart), ...(links ? { redirect_urls: links } : {}) },
    ...storefrontOf(cart.channel_id),
  };
}

/** Gift certificates have neither a number of pieces nor a price, but an amount. */
function itemsOf({ line_items }: CartDocument): object[] {
  const {
    physical_items = [],
    digital_items = [],
    custom_items = [],
    gift_certificates = [],
  } = line_items ?? {};
  return [
    ...physical_items,
    ...digital_items,
    ...custom_items,
    ...gift_certificates.map((certificate) => ({ ...certificate, quantity: 1 })),
  ];
}
