import { randomUUID } from 'node:crypto';
import type { ShopInfo } from '@storewire/core';
import type { EbexoClient } from './client.js';
import type { EbexoConnection } from './connection.js';

/** The shop's lasting identity, where the merchant gave its address; Ebexo publishes none of its own. */
export const shopKeyOf = ({ url }: EbexoConnection): string | undefined =>
  url ? `ebexo:${hostOf(url)}` : undefined;

/** `www.` is the same shop. */
const hostOf = (url: string): string => new URL(url).host.replace(/^www\./, '');

/**
 * What is known of a shop that cannot be asked: Ebexo is a Polish platform without a public API, so zone, currency and
 * language are Poland's. Event times and amounts bring their own. A callback address is called once, with a ping.
 *
 * @throws StoreUnauthorized, StoreUnavailable and the like, where there is a callback address that does not answer well.
 */
export async function checkShop(client: EbexoClient): Promise<ShopInfo> {
  const { connection } = client;
  const pong = await client.call({ id: randomUUID(), type: 'ping' });
  // A page instead of an answer is nobody who listens.
  if (pong && pong.text.trim() !== '') pong.json();
  const shopKey = shopKeyOf(connection);
  return {
    ...(shopKey ? { shopKey } : {}),
    name: connection.url ? hostOf(connection.url) : 'Ebexo',
    ...(connection.url ? { url: connection.url } : {}),
    zone: 'Europe/Warsaw',
    currency: 'PLN',
    country: 'PL',
    languages: ['pl'],
    missing: [],
  };
}
