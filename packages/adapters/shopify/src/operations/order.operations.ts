import { ADDRESS, type Page, query, SHOP_MONEY } from './operation.js';

export interface LineNode {
  readonly id: string;
}

export interface RefundNode {
  readonly id: string;
}

/** An order as `ORDER_FIELDS` asks for it; the mapping knows the rest of the fields. */
export interface OrderNode {
  readonly id: string;
  readonly updatedAt: string;
  refunds: RefundNode[];
  lineItems: Page<LineNode>;
}

/** Refunds read with a page of orders; an order that has as many is read again by itself. */
export const REFUNDS_ON_A_PAGE = 5;

const ORDER_FIELDS = `
  id legacyResourceId name email phone note createdAt processedAt updatedAt cancelledAt test
  displayFinancialStatus customerAcceptsMarketing customerLocale cartToken checkoutToken currencyCode
  paymentGatewayNames
  totalPriceSet ${SHOP_MONEY}
  customer { id state firstName lastName defaultEmailAddress { emailAddress } defaultPhoneNumber { phoneNumber } }
  billingAddress ${ADDRESS}
  shippingAddress ${ADDRESS}
  shippingLine { title }`;

const REFUND_FIELDS = `id createdAt processedAt totalRefundedSet ${SHOP_MONEY}`;

const LINE_FIELDS = `
  id sku name quantity
  originalUnitPriceSet ${SHOP_MONEY}
  product { id }
  variant { id }`;

/** Orders by filter, oldest change first, with their first lines. About 75 points each. */
export const ORDERS = query<{ orders: Page<OrderNode> }>(
  'Orders',
  `($first: Int!, $after: String, $query: String) {
  orders(first: $first, after: $after, query: $query, sortKey: UPDATED_AT) {
    nodes {
      ${ORDER_FIELDS}
      refunds(first: ${REFUNDS_ON_A_PAGE}) { ${REFUND_FIELDS} }
      lineItems(first: 10) { nodes { ${LINE_FIELDS} } pageInfo { hasNextPage endCursor } }
    }
    pageInfo { hasNextPage endCursor }
  }
}`,
);

/** One order with up to 100 lines and 100 refunds. */
export const ORDER = query<{ order: OrderNode | null }>(
  'OrderById',
  `($id: ID!) {
  order(id: $id) {
    ${ORDER_FIELDS}
    refunds(first: 100) { ${REFUND_FIELDS} }
    lineItems(first: 100) { nodes { ${LINE_FIELDS} } pageInfo { hasNextPage endCursor } }
  }
}`,
);

/** The lines of an order behind `after`. */
export const ORDER_LINES = query<{ order: { lineItems: Page<LineNode> } | null }>(
  'OrderLines',
  `($id: ID!, $after: String) {
  order(id: $id) {
    lineItems(first: 150, after: $after) { nodes { ${LINE_FIELDS} } pageInfo { hasNextPage endCursor } }
  }
}`,
);

/** All orders of a filter, for a bulk operation. */
export const bulkOrders = (filter: string): string =>
  `{ orders${filter} { edges { node {
    ${ORDER_FIELDS}
    refunds { ${REFUND_FIELDS} }
    lineItems { edges { node { ${LINE_FIELDS} } } }
  } } } }`;

export const ORDERS_COUNT = query<{
  count: { count: number; precision: 'EXACT' | 'AT_LEAST' } | null;
}>(
  'OrdersCount',
  `($query: String) {
  count: ordersCount(query: $query, limit: null) { count precision }
}`,
);
