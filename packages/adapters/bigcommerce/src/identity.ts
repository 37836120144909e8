import { verifyHs256 } from '@storewire/adapter-kit';
import type { IdentityContext, RefusedShopper, SignedShopper } from '@storewire/core';
import type { BigCommerceConnection } from './connection.js';

/** Both clocks are kept by machines. */
const LEEWAY_SECONDS = 5;

interface Claims {
  readonly customer?: { readonly id?: unknown; readonly email?: unknown };
  readonly operation?: unknown;
  readonly aud?: unknown;
  readonly store_hash?: unknown;
  readonly exp?: unknown;
}

/** Where a page fetches its token: the store answers 404 when nobody is logged in. */
export const identityPath = ({ appClientId }: BigCommerceConnection): string | undefined =>
  appClientId ? `/customer/current.jwt?app_client_id=${appClientId}` : undefined;

/**
 * Verifies a current-customer token: HS256 with the app's client secret, for this app and this store. Other tokens that
 * the same secret signs (of the control panel, of a login) name no such customer and are refused.
 *
 * @see docs/adapters/bigcommerce.md#shoppers-who-are-logged-in
 */
export function verifyShopper(
  token: string,
  { connection, now }: IdentityContext<BigCommerceConnection>,
): SignedShopper | RefusedShopper {
  const { appClientId, appClientSecret, storeHash } = connection;
  if (!appClientId || !appClientSecret) return { refused: 'notConfigured' };
  const verified = verifyHs256(token, [appClientSecret], { now, leewaySeconds: LEEWAY_SECONDS });
  if ('refused' in verified) return verified;
  const claims = verified.claims as Claims;
  if (claims.aud !== undefined && claims.aud !== appClientId) return { refused: 'wrongAudience' };
  if (claims.store_hash !== storeHash) return { refused: 'wrongStore' };
  const { id, email } = claims.customer ?? {};
  const isCustomer =
    (typeof id === 'number' || typeof id === 'string') && /^[1-9]\d*$/.test(`${id}`);
  const isAnotherKind = claims.operation !== undefined && claims.operation !== 'current_customer';
  if (!isCustomer || isAnotherKind) return { refused: 'noCustomer' };
  return {
    customerId: String(id),
    ...(typeof email === 'string' && email !== '' ? { email } : {}),
    expiresAt: claims.exp as number,
  };
}
