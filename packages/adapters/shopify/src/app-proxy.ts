import { equalInConstantTime, hmacHex } from '@storewire/adapter-kit';
import type { IdentityContext, RefusedShopper, SignedShopper } from '@storewire/core';
import { type ShopifyConnection, shopDomainOf } from './connection.js';

/** Where the app proxy stands on the shop's host; `[app_proxy]` of the app says the same. */
export const PROXY_PREFIX = 'apps';
export const PROXY_SUBPATH = 'storewire';
export const IDENTITY_PATH = `/${PROXY_PREFIX}/${PROXY_SUBPATH}/identity`;

/** As Shopify's own library: how far the time of a request may be off, either way. */
const TOLERANCE_SECONDS = 90;
const NEEDED = ['shop', 'timestamp', 'signature'];
const ALLOWED = [...NEEDED, 'logged_in_customer_id', 'path_prefix'];

/**
 * Checks a request that Shopify's app proxy forwarded: every parameter but `signature`, sorted, as `key=value` with
 * nothing between, HMAC-SHA256 with the client secret in hexadecimal digits. Because nothing stands between, texts could
 * be cut in another way: parameters that Shopify does not send, or that come twice, are refused whoever signed them.
 *
 * @returns `undefined` when the signature holds and nobody is logged in.
 * @see docs/adapters/shopify.md#who-is-logged-in
 */
export function verifyForwarded(
  query: string,
  { connection, now }: IdentityContext<ShopifyConnection>,
): SignedShopper | RefusedShopper | undefined {
  const pairs = [...new URLSearchParams(query)];
  const given = new Map(pairs);
  const isComplete = NEEDED.every((name) => given.has(name));
  const isKnown = pairs.every(([name]) => ALLOWED.includes(name));
  if (!isComplete || !isKnown || given.size !== pairs.length) return { refused: 'malformed' };
  const signed = pairs
    .filter(([name]) => name !== 'signature')
    .map(([name, value]) => `${name}=${value}`)
    .sort()
    .join('');
  const signature = given.get('signature') ?? '';
  if (!equalInConstantTime(signature, hmacHex(connection.clientSecret, signed))) {
    return { refused: 'badSignature' };
  }
  if (given.get('shop')?.toLowerCase() !== shopDomainOf(connection))
    return { refused: 'otherShop' };
  const at = given.get('timestamp') ?? '';
  if (!/^\d{1,12}$/.test(at)) return { refused: 'malformed' };
  if (Math.abs(now - Number(at)) > TOLERANCE_SECONDS) return { refused: 'expired' };
  const customerId = given.get('logged_in_customer_id') ?? '';
  if (customerId === '') return undefined;
  if (!/^\d{1,20}$/.test(customerId)) return { refused: 'malformed' };
  return { customerId, expiresAt: Number(at) + TOLERANCE_SECONDS };
}
