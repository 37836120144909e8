import {
  type ConsentState,
  type ConsentWrite,
  type ConsentWriteResult,
  convert,
  type Instant,
} from '@storewire/core';
import type { ShopifyClient } from './client.js';
import { refuseUserErrors } from './graphql-answer.js';
import {
  CONSENT,
  CONSENT_BY_EMAIL,
  type ConsentNode,
  WRITE_EMAIL_CONSENT,
  WRITE_SMS_CONSENT,
} from './operations/consent.operations.js';
import { globalIdOf, instantOf } from './source-row.js';

interface KnownConsent {
  readonly state: ConsentState;
  readonly at?: Instant;
}

/**
 * Writes a consent to a customer: reads, compares, writes, reads back; repeatable. Where Shopify knows a newer
 * decision than `write.at`, that one stays and is the answer, as Shopify itself would have it.
 *
 * `missing`: no such customer, or the customer has no address (for `mobile`: no number) to consent with.
 *
 * @throws StoreForbidden without `write_customers`; StoreRefused with what Shopify does not accept; what
 * `ShopifyClient.run` throws.
 * @see docs/adapters/shopify.md#consent
 */
export async function writeConsent(
  client: ShopifyClient,
  write: ConsentWrite,
): Promise<ConsentWriteResult> {
  const customer = await findCustomer(client, write);
  const known = customer && consentOf(customer, write.channel);
  if (!customer || !known) return { outcome: 'missing' };
  const isNewer = known.state !== 'unknown' && known.at !== undefined && known.at > write.at;
  if (known.state === write.state || isNewer) return { outcome: 'unchanged', ...known };
  const operation = write.channel === 'email' ? WRITE_EMAIL_CONSENT : WRITE_SMS_CONSENT;
  const { result } = await client.run(operation, {
    id: customer.id,
    consent: {
      marketingState: write.state === 'in' ? 'SUBSCRIBED' : 'UNSUBSCRIBED',
      ...(write.state === 'in' ? { marketingOptInLevel: 'SINGLE_OPT_IN' } : {}),
      consentUpdatedAt: write.at,
    },
  });
  refuseUserErrors('the consent was not written', result.userErrors);
  const { customer: after } = await client.run(CONSENT, { id: customer.id });
  const now = after && consentOf(after, write.channel);
  return now ? { outcome: 'written', ...now } : { outcome: 'missing' };
}

/** By id where the hub knows it and it still is that person's; else by address. */
async function findCustomer(
  client: ShopifyClient,
  { customerId, email }: ConsentWrite,
): Promise<ConsentNode | null> {
  if (customerId) {
    const { customer } = await client.run(CONSENT, { id: globalIdOf('Customer', customerId) });
    if (customer?.defaultEmailAddress?.emailAddress.toLowerCase() === email.toLowerCase()) {
      return customer;
    }
  }
  const { customer } = await client.run(CONSENT_BY_EMAIL, { email });
  return customer;
}

function consentOf(
  { defaultEmailAddress, defaultPhoneNumber }: ConsentNode,
  channel: ConsentWrite['channel'],
): KnownConsent | undefined {
  if (channel === 'email') {
    return defaultEmailAddress
      ? known(defaultEmailAddress.marketingState, defaultEmailAddress.marketingUpdatedAt)
      : undefined;
  }
  const consent = defaultPhoneNumber?.smsMarketingConsent;
  return consent && known(consent.state, consent.updatedAt);
}

function known(state: string, updatedAt: string | null): KnownConsent {
  const at = instantOf(updatedAt);
  const read = convert('marketingState', state, {}) as ConsentState | undefined;
  return { state: read ?? 'unknown', ...(at ? { at } : {}) };
}
