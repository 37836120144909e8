import { verifyHs256 } from '@storewire/adapter-kit';
import type { IdentityContext, RefusedShopper, SignedShopper } from '@storewire/core';
import type { Shopware6Connection } from './connection.js';

/** How far the clocks of shop and hub may be apart. */
const LEEWAY_SECONDS = 60;
const ID = /^[0-9a-f]{32}$/;

/**
 * Verifies the token that Shopware gives to a shopper who is logged in, for the app to believe: HS256 with the secret
 * that app and shop agreed on, good for ten minutes. It names the customer by id alone. Guests have such a token, too;
 * the hub keeps no guest as a customer, so they stay unknown.
 *
 * @see docs/adapters/shopware.md#who-is-logged-in
 */
export function verifyToken(
  token: string,
  { connection, now }: IdentityContext<Shopware6Connection>,
): SignedShopper | RefusedShopper {
  const keys = connection.webhookSecret ? [connection.webhookSecret] : [];
  const verified = verifyHs256(token, keys, { now, leewaySeconds: LEEWAY_SECONDS });
  if ('refused' in verified) return verified;
  const { customerId, salesChannelId, exp } = verified.claims;
  // Claims that the app may not read are left out.
  if (typeof customerId !== 'string' || !ID.test(customerId)) return { refused: 'noCustomer' };
  const own = connection.salesChannelId;
  if (own && salesChannelId !== own) return { refused: 'otherSalesChannel' };
  return { customerId, expiresAt: Math.floor(Number(exp)) };
}
