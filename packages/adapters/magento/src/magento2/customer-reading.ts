import { convert, type SourceRow } from '@storewire/core';
import { listOf } from '../lists.js';
import { versionOf } from '../version.js';
import type { Magento2Client } from './client.js';
import { type CustomerDocument, changeTextOf, idOf } from './documents.js';
import { statusOf } from './refusals.js';
import { knownStoreViews, placeOfDocument } from './store-views.js';

export const CUSTOMERS = '/V1/customers/search';

/** Whether somebody gets the newsletter, as the shop tells it: pending, refused and never asked are all a no. */
export function isSubscribed(customer: CustomerDocument): boolean | undefined {
  const said = convert('flag', customer.extension_attributes?.is_subscribed, {});
  return typeof said === 'boolean' ? said : undefined;
}

/**
 * How a list must be completed to tell the newsletter state. Up to 2.3 lists do not have it. With several websites
 * lists look it up by address alone, so somebody with an account on two of them may get the state of the other.
 */
export async function needsSingles(client: Magento2Client): Promise<boolean> {
  const views = await knownStoreViews(client);
  return new Set(views.map(({ websiteId }) => websiteId)).size > 1;
}

/** A customer of a list as the shop knows it in the customer's own website; `undefined` when it is gone. */
export async function completeCustomer(
  client: Magento2Client,
  listed: CustomerDocument,
): Promise<CustomerDocument | undefined> {
  const isWhole = isSubscribed(listed) !== undefined && !(await needsSingles(client));
  return isWhole ? listed : readCustomer(client, listed.id);
}

export async function readCustomer(
  client: Magento2Client,
  id: number,
  view?: string,
): Promise<CustomerDocument | undefined> {
  try {
    return await client.get<CustomerDocument>(`/V1/customers/${id}`, [], view);
  } catch (error) {
    if (statusOf(error) === 404) return undefined;
    throw error;
  }
}

/** @param seenAt set when the newsletter state was seen to change, which moves no time of the customer. */
export async function customerRow(
  client: Magento2Client,
  customer: CustomerDocument,
  seenAt?: string,
): Promise<SourceRow<'contact'>> {
  const views = await knownStoreViews(client);
  const { locale, storefront } = placeOfDocument(views, customer.store_id);
  const address = mainAddress(customer);
  const completed = {
    ...(address ? { address } : {}),
    ...(locale ? { locale } : {}),
    ...(seenAt ? { consentSeenAt: seenAt } : {}),
  };
  const raw = { ...customer, completed };
  return {
    kind: 'contact',
    id: String(idOf(customer)),
    version: versionOf(changeTextOf(customer), raw),
    raw,
    ...(storefront ? { storefront } : {}),
  };
}

/** One address as a whole: fields of several would make one that does not exist. */
function mainAddress(customer: CustomerDocument): object | undefined {
  const addresses = listOf(customer.addresses);
  return (
    addresses.find(({ default_billing }) => default_billing) ??
    addresses.find(({ default_shipping }) => default_shipping) ??
    addresses[0]
  );
}
