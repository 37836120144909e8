import { createHash } from 'node:crypto';
import type { WooCustomer } from './documents.js';
import { both, type Frame, links, metaDocument } from './frame.js';
import { isProtectedKey } from './meta.js';
import type { CustomerRecord } from './records.js';

/** An account as `GET /customers/{id}`. Meta keys with an underscore are hidden, as the shop does. */
export function customerDocument(frame: Frame, record: CustomerRecord): WooCustomer {
  const [created, createdGmt] = both(frame, record.createdAt);
  const [modified, modifiedGmt] = both(frame, record.modifiedAt);
  const { billing, shipping } = record;
  const methods =
    record.role === 'administrator'
      ? ['GET', 'POST', 'PUT', 'PATCH']
      : ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'];
  return {
    id: record.id,
    date_created: created,
    date_created_gmt: createdGmt,
    date_modified: modified,
    date_modified_gmt: modifiedGmt,
    email: record.email,
    first_name: record.firstName,
    last_name: record.lastName,
    role: record.role,
    username: record.username,
    billing: {
      first_name: billing.first_name,
      last_name: billing.last_name,
      company: billing.company,
      address_1: billing.address_1,
      address_2: billing.address_2,
      city: billing.city,
      postcode: billing.postcode,
      country: billing.country,
      state: billing.state,
      email: billing.email,
      phone: billing.phone,
    },
    shipping: {
      first_name: shipping.first_name,
      last_name: shipping.last_name,
      company: shipping.company,
      address_1: shipping.address_1,
      address_2: shipping.address_2,
      city: shipping.city,
      postcode: shipping.postcode,
      country: shipping.country,
      state: shipping.state,
      phone: shipping.phone,
    },
    is_paying_customer: record.isPaying,
    avatar_url: avatarUrl(record.email),
    meta_data: metaDocument(record.meta.filter((meta) => !isProtectedKey(meta.key))),
    _links: links(frame, '/wc/v3/customers', record.id, methods),
  };
}

function avatarUrl(email: string): string {
  const hash = createHash('sha256').update(email.trim().toLowerCase()).digest('hex');
  return `https://secure.gravatar.com/avatar/${hash}?s=96&d=mm&r=g`;
}
