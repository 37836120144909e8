import { ADDRESS, type Page, query } from './operation.js';

/** A customer as `CUSTOMER_FIELDS` asks for it; the mapping knows the rest of the fields. */
export interface CustomerNode {
  readonly id: string;
  readonly updatedAt: string;
}

export const CUSTOMER_FIELDS = `
  id legacyResourceId firstName lastName locale state createdAt updatedAt numberOfOrders
  defaultEmailAddress { emailAddress marketingState marketingOptInLevel marketingUpdatedAt }
  defaultPhoneNumber { phoneNumber smsMarketingConsent { state updatedAt } }
  defaultAddress ${ADDRESS}`;

/** Customers by filter, oldest change first. About 6 points each. */
export const CUSTOMERS = query<{ customers: Page<CustomerNode> }>(
  'Customers',
  `($first: Int!, $after: String, $query: String) {
  customers(first: $first, after: $after, query: $query, sortKey: UPDATED_AT) {
    nodes { ${CUSTOMER_FIELDS} }
    pageInfo { hasNextPage endCursor }
  }
}`,
);

/** All customers of a filter, for a bulk operation. */
export const bulkCustomers = (filter: string): string =>
  `{ customers${filter} { edges { node { ${CUSTOMER_FIELDS} } } } }`;

export const CUSTOMERS_COUNT = query<{
  count: { count: number; precision: 'EXACT' | 'AT_LEAST' } | null;
}>(
  'CustomersCount',
  `($query: String) {
  count: customersCount(query: $query, limit: null) { count precision }
}`,
);
