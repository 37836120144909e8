import { connection } from './search.js';
import {
  type CustomerData,
  gid,
  type KeptConsent,
  type OrderData,
  orderTotal,
  type ProductData,
  SHOP_CURRENCY,
  utc,
} from './shop-data.js';

const money = (amount: string) => ({
  shopMoney: { amount, currencyCode: SHOP_CURRENCY },
  presentmentMoney: { amount, currencyCode: SHOP_CURRENCY },
});

const address = ({ firstName, lastName }: CustomerData) => ({
  firstName,
  lastName,
  company: null,
  address1: 'Prosta 1',
  address2: null,
  zip: '00-001',
  city: 'Warszawa',
  province: null,
  countryCodeV2: 'PL',
  phone: null,
});

const timeOf = ({ at }: KeptConsent): string | null => (at === null ? null : utc(at));

/** `Customer`, with the fields that are not deprecated. */
export const customerNode = (customer: CustomerData) => ({
  id: gid('Customer', customer.id),
  legacyResourceId: customer.id,
  firstName: customer.firstName,
  lastName: customer.lastName,
  locale: 'pl',
  state: 'ENABLED',
  createdAt: utc(customer.createdAt),
  updatedAt: utc(customer.updatedAt),
  numberOfOrders: '0',
  defaultEmailAddress: {
    emailAddress: customer.email,
    marketingState: customer.consent.email.state,
    marketingOptInLevel: 'SINGLE_OPT_IN',
    marketingUpdatedAt: timeOf(customer.consent.email),
  },
  defaultPhoneNumber: customer.phone && {
    phoneNumber: customer.phone,
    smsMarketingConsent: {
      state:
        customer.consent.mobile.state === 'NOT_SUBSCRIBED'
          ? 'NEVER_SUBSCRIBED'
          : customer.consent.mobile.state,
      updatedAt: timeOf(customer.consent.mobile),
    },
  },
  defaultAddress: address(customer),
});

/** `Order`. */
export const orderNode = (order: OrderData) => ({
  id: gid('Order', order.id),
  legacyResourceId: order.id,
  name: `#${order.id}`,
  email: order.customer.email,
  phone: null,
  note: order.note,
  createdAt: utc(order.createdAt),
  processedAt: utc(order.createdAt),
  updatedAt: utc(order.updatedAt),
  cancelledAt: order.cancelledAt === null ? null : utc(order.cancelledAt),
  test: false,
  displayFinancialStatus: order.financialStatus,
  customerAcceptsMarketing: false,
  customerLocale: 'pl-PL',
  cartToken: `c1-${order.id}`,
  checkoutToken: `k-${order.id}`,
  currencyCode: SHOP_CURRENCY,
  paymentGatewayNames: ['bogus'],
  totalPriceSet: money(orderTotal(order)),
  customer: customerNode(order.customer),
  billingAddress: address(order.customer),
  shippingAddress: address(order.customer),
  shippingLine: { title: 'Courier' },
  refunds: ({ first }: { first?: unknown }) =>
    order.refunds
      .slice(0, typeof first === 'number' ? first : undefined)
      .map(({ id, at, amount }) => ({
        id: gid('Refund', id),
        createdAt: utc(at),
        processedAt: utc(at),
        totalRefundedSet: money(amount),
      })),
  lineItems: connection(order.lines, {
    node: (line) => ({
      id: gid('LineItem', line.id),
      sku: `SKU-${line.id}`,
      name: 'Mug - Blue',
      quantity: line.quantity,
      originalUnitPriceSet: money(line.price),
      product: { id: gid('Product', '11') },
      variant: { id: gid('ProductVariant', '12') },
    }),
  }),
});

/** `Product`. */
export const productNode = (product: ProductData) => ({
  id: gid('Product', product.id),
  legacyResourceId: product.id,
  handle: `mug-${product.id}`,
  title: product.title,
  descriptionHtml: '<p>A mug.</p>',
  vendor: 'Mugs',
  productType: 'Kitchen',
  status: 'ACTIVE',
  totalInventory: product.variants.reduce((sum, { stock }) => sum + stock, 0),
  onlineStoreUrl: `https://shop.example/products/mug-${product.id}`,
  createdAt: utc(product.createdAt),
  updatedAt: utc(product.updatedAt),
  category: { fullName: 'Home & Garden > Kitchen' },
  priceRangeV2: { minVariantPrice: { currencyCode: SHOP_CURRENCY } },
  featuredMedia: { preview: { image: { url: 'https://cdn.example/mug.png' } } },
  media: connection([{ id: product.id }], {
    node: ({ id }) => ({
      id: gid('MediaImage', id),
      preview: { image: { url: 'https://cdn.example/mug.png' } },
    }),
  }),
  collections: connection([{ id: '7' }], {
    node: ({ id }) => ({ id: gid('Collection', id), title: 'Gifts' }),
  }),
  variants: connection(product.variants, {
    node: (variant) => ({
      id: gid('ProductVariant', variant.id),
      legacyResourceId: variant.id,
      sku: `MUG-${variant.id}`,
      barcode: null,
      title: variant.title,
      price: '49.00',
      compareAtPrice: null,
      availableForSale: variant.stock > 0,
      inventoryQuantity: variant.stock,
      updatedAt: utc(product.updatedAt),
    }),
  }),
});
