/** What the adapter has to ask for, as the guide lists it; on purpose not the adapter's own list. */
export const SCOPES = [
  'read_customers',
  'write_customers',
  'read_orders',
  'read_all_orders',
  'read_products',
  'read_locales',
  'read_themes',
  'write_pixels',
  'read_customer_events',
  'write_app_proxy',
];
