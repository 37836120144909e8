import type { ShopInfo } from '@storewire/core';
import type { NewshopClient } from './client.js';
import type { NewshopConnection } from './connection.js';

/**
 * The shop's lasting identity, the same after a reinstall and under a new name. The host is right for platforms that
 * know no id of their own; where there is one, it belongs into the connection and here.
 */
export const shopKeyOf = ({ url }: NewshopConnection): string => `newshop:${new URL(url).host}`;

/** Reads what the shop says about itself: name, zone, currency, languages, and which permissions the token lacks. */
export async function checkShop(_client: NewshopClient): Promise<ShopInfo> {
  throw new Error('newshop: write checkShop in src/shop.ts: read the shop with client.get().');
}
