/** People and orders of an invented Shopify shop, as its webhooks tell them. */

export const SHOP_DOMAIN = 'mugs-example.myshopify.com';
export const SHOP_CURRENCY = 'PLN';

export interface Person {
  readonly id: number;
  readonly email: string;
  readonly phone: string;
  readonly firstName: string;
  readonly lastName: string;
}

/** The n-th person; addresses are in capitals now and then, as people type them. */
export const person = (n: number): Person => ({
  id: 9_000 + n,
  email: `${n % 5 === 0 ? 'Buyer' : 'buyer'}.${n}@customer.example`,
  phone: `+4860010${String(1000 + n).slice(-4)}`,
  firstName: ['Ada', 'Jan', 'Zofia', 'Piotr'][n % 4] as string,
  lastName: `Kowal${n}`,
});

export interface OrderDraft {
  readonly id: number;
  readonly buyer: Person;
  /** As Shopify writes it in webhooks: `paid`, `pending`, `authorized`, `partially_refunded`, `refunded`. */
  readonly status: string;
  readonly total?: string;
  /** Without an account at the shop; Shopify keeps a disabled customer for it. */
  readonly isGuest?: boolean;
  readonly isTest?: boolean;
  readonly isCancelled?: boolean;
  readonly hasTick?: boolean;
  /** What the shopper paid in, with the amount; the shop's own currency when absent. */
  readonly presentment?: { readonly currency: string; readonly total: string };
  readonly refunds?: readonly { id: number; amount: string; currency?: string }[];
}

const PLACED_AT = '2026-11-18T11:15:22+01:00';
const CHANGED_AT = '2026-11-19T08:00:00+01:00';

/** The body of `orders/*`. */
export function orderDocument(order: OrderDraft): object {
  const { id, buyer, total = '119.00', presentment, isGuest = false } = order;
  const money = {
    shop_money: { amount: total, currency_code: SHOP_CURRENCY },
    presentment_money: {
      amount: presentment?.total ?? total,
      currency_code: presentment?.currency ?? SHOP_CURRENCY,
    },
  };
  return {
    id,
    admin_graphql_api_id: `gid://shopify/Order/${id}`,
    name: `#${id}`,
    email: buyer.email,
    contact_email: buyer.email,
    phone: null,
    created_at: PLACED_AT,
    processed_at: PLACED_AT,
    updated_at: CHANGED_AT,
    cancelled_at: order.isCancelled ? CHANGED_AT : null,
    test: order.isTest ?? false,
    financial_status: order.status,
    buyer_accepts_marketing: order.hasTick ?? false,
    customer_locale: 'pl-PL',
    cart_token: `c1-${id}`,
    checkout_token: `k-${id}`,
    currency: SHOP_CURRENCY,
    presentment_currency: presentment?.currency ?? SHOP_CURRENCY,
    payment_gateway_names: ['bogus'],
    total_price: total,
    total_price_set: money,
    customer: {
      id: buyer.id,
      admin_graphql_api_id: `gid://shopify/Customer/${buyer.id}`,
      state: isGuest ? 'disabled' : 'enabled',
      email: buyer.email,
      first_name: buyer.firstName,
      last_name: buyer.lastName,
      phone: buyer.phone,
    },
    billing_address: {
      first_name: buyer.firstName,
      last_name: buyer.lastName,
      address1: 'Prosta 1',
      zip: '00-001',
      city: 'Warszawa',
      country_code: 'PL',
    },
    shipping_lines: [{ id: 1, title: 'Courier' }],
    line_items: [
      {
        id: id * 10,
        product_id: 11,
        variant_id: 12,
        sku: 'MUG-BLUE',
        name: 'Mug - Blue',
        title: 'Mug',
        quantity: 2,
        price: '59.50',
        price_set: { shop_money: { amount: '59.50', currency_code: SHOP_CURRENCY } },
      },
    ],
    refunds: (order.refunds ?? []).map(({ id: refundId, amount, currency = SHOP_CURRENCY }) => ({
      id: refundId,
      admin_graphql_api_id: `gid://shopify/Refund/${refundId}`,
      created_at: CHANGED_AT,
      processed_at: CHANGED_AT,
      transactions: [{ kind: 'refund', status: 'success', amount, currency }],
    })),
  };
}

/** The same order as GraphQL's `OrderById` answers. */
export function orderNode(order: OrderDraft): object {
  const { id, buyer, total = '119.00', isGuest = false } = order;
  const money = (amount: string) => ({ shopMoney: { amount, currencyCode: SHOP_CURRENCY } });
  const utc = (text: string) => new Date(text).toISOString();
  return {
    id: `gid://shopify/Order/${id}`,
    legacyResourceId: String(id),
    name: `#${id}`,
    email: buyer.email,
    phone: null,
    note: null,
    createdAt: utc(PLACED_AT),
    processedAt: utc(PLACED_AT),
    updatedAt: utc(CHANGED_AT),
    cancelledAt: order.isCancelled ? utc(CHANGED_AT) : null,
    test: order.isTest ?? false,
    displayFinancialStatus: order.status.toUpperCase(),
    customerAcceptsMarketing: order.hasTick ?? false,
    customerLocale: 'pl-PL',
    cartToken: `c1-${id}`,
    checkoutToken: `k-${id}`,
    currencyCode: SHOP_CURRENCY,
    paymentGatewayNames: ['bogus'],
    totalPriceSet: money(total),
    customer: {
      id: `gid://shopify/Customer/${buyer.id}`,
      state: isGuest ? 'DISABLED' : 'ENABLED',
      firstName: buyer.firstName,
      lastName: buyer.lastName,
      defaultEmailAddress: { emailAddress: buyer.email },
      defaultPhoneNumber: { phoneNumber: buyer.phone },
    },
    billingAddress: null,
    shippingAddress: null,
    shippingLine: { title: 'Courier' },
    refunds: (order.refunds ?? []).map(({ id: refundId, amount }) => ({
      id: `gid://shopify/Refund/${refundId}`,
      createdAt: utc(CHANGED_AT),
      processedAt: utc(CHANGED_AT),
      totalRefundedSet: money(amount),
    })),
    lineItems: {
      nodes: [
        {
          id: `gid://shopify/LineItem/${id * 10}`,
          sku: 'MUG-BLUE',
          name: 'Mug - Blue',
          quantity: 2,
          originalUnitPriceSet: money('59.50'),
          product: { id: 'gid://shopify/Product/11' },
          variant: { id: 'gid://shopify/ProductVariant/12' },
        },
      ],
      pageInfo: { hasNextPage: false, endCursor: null },
    },
  };
}

/** The body of `refunds/create`, which only points at its order. */
export const refundDocument = (refundId: number, orderId: number): object => ({
  id: refundId,
  admin_graphql_api_id: `gid://shopify/Refund/${refundId}`,
  order_id: orderId,
  created_at: CHANGED_AT,
  transactions: [],
});
