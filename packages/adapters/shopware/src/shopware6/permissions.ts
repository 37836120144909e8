/** What will not work without a privilege, by the beginning of its name; the first that fits counts. */
const EFFECTS: readonly (readonly [beginning: string, effect: string])[] = [
  [
    'newsletter_recipient:create',
    'Consent of people who are not on the list yet is not written to the shop.',
  ],
  ['newsletter_recipient:update', 'Consent is not written to the shop.'],
  ['newsletter_recipient', 'Newsletter consent is not read.'],
  ['customer', 'Customers are not read; guests cannot be told from customers in orders.'],
  ['order', 'Orders are not read.'],
  ['state_machine', 'Orders are not read: whether they are paid is unknown.'],
  ['payment_method', 'Orders are not read.'],
  ['shipping_method', 'Orders are not read.'],
  ['product', 'Products are not read.'],
  ['category', 'Products are not read.'],
  ['media', 'Products are not read.'],
  ['property_group_option', 'Products are not read.'],
  ['seo_url', 'Products are not read.'],
  [
    'sales_channel',
    'Products are not read; name, currency and language of the shop are not known.',
  ],
  ['currency', 'Orders and products are not read.'],
  ['language', 'Customers and orders are not read.'],
  ['locale', 'Customers and orders are not read.'],
  ['country', 'Customers and orders are not read.'],
  ['app_template', 'Whether the app puts the storefront script into the pages is not known.'],
];

/** @param privilege as Shopware spells it: `order:read`. */
export const effectOf = (privilege: string): string =>
  EFFECTS.find(([beginning]) => privilege.startsWith(beginning))?.[1] ??
  `What needs ${privilege} does not work.`;

/** Entities that the adapter reads, with what comes along with them. */
export const READ_ENTITIES: readonly string[] = [
  'customer',
  'customer_address',
  'newsletter_recipient',
  'order',
  'order_customer',
  'order_address',
  'order_line_item',
  'order_transaction',
  'order_delivery',
  'state_machine_state',
  'payment_method',
  'shipping_method',
  'product',
  'product_media',
  'product_visibility',
  'product_manufacturer',
  'property_group_option',
  'media',
  'category',
  'seo_url',
  'sales_channel',
  'sales_channel_domain',
  'currency',
  'language',
  'locale',
  'country',
  'country_state',
  'app_template',
];
