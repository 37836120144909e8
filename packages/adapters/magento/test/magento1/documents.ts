/** Documents as OpenMage 20.0.20 gives them, of invented people; scalars are texts, as SOAP has them. */

export function customerDocument(id: number, at: string) {
  return {
    customer_id: String(id),
    created_at: at,
    updated_at: at,
    store_id: '1',
    website_id: '1',
    created_in: 'Default Store View',
    email: `person${id}+shop@customer.example`,
    firstname: 'Ewa',
    lastname: `Zielińska${id}`,
    group_id: '1',
    password_hash: `80718bfdf50a494dc44461f0eb087923e39c6749:${id}`,
  };
}

export const addressDocument = (id: number) => ({
  customer_address_id: String(id),
  city: 'Kraków',
  country_id: 'PL',
  firstname: 'Ewa',
  lastname: `Zielińska${id}`,
  postcode: '30-001',
  street: 'ul. Długa 5\nm. 2',
  telephone: `+4860020${String(id).padStart(4, '0')}`,
  is_default_billing: 'true',
  is_default_shipping: 'true',
});

export function orderDocument(id: number, at: string) {
  const address = {
    parent_id: String(id),
    firstname: 'Ewa',
    lastname: 'Zielińska',
    street: 'ul. Długa 5\nm. 2',
    city: 'Kraków',
    postcode: '30-001',
    country_id: 'PL',
    telephone: '+48600100200',
  };
  const item = { order_id: String(id), created_at: at, updated_at: at, qty_ordered: '2.0000' };
  return {
    order_id: String(id),
    increment_id: String(100_000_000 + id),
    store_id: '1',
    created_at: at,
    updated_at: at,
    customer_id: null,
    customer_is_guest: '1',
    customer_email: `buyer${id}@customer.example`,
    customer_firstname: 'Ewa',
    customer_lastname: 'Zielińska',
    grand_total: '44.7000',
    total_paid: '44.7000',
    base_grand_total: '44.7000',
    base_currency_code: 'PLN',
    order_currency_code: 'PLN',
    status: 'processing',
    state: 'processing',
    shipping_method: 'flatrate_flatrate',
    shipping_description: 'Flat Rate - Fixed',
    quote_id: String(9000 + id),
    shipping_address: { ...address, address_type: 'shipping' },
    billing_address: { ...address, address_type: 'billing' },
    items: [
      {
        ...item,
        item_id: String(2 * id),
        parent_item_id: null,
        product_id: '55',
        product_type: 'configurable',
        product_options: 'a:0:{}',
        sku: 'TEE-RED-M',
        name: 'Tee',
        base_price: '22.3500',
        base_row_total: '44.7000',
      },
      {
        ...item,
        item_id: String(2 * id + 1),
        parent_item_id: String(2 * id),
        product_id: '56',
        product_type: 'simple',
        product_options: 'a:0:{}',
        sku: 'TEE-RED-M',
        name: 'Tee red M',
        base_price: '0.0000',
        base_row_total: '0.0000',
      },
    ],
    payment: { method: 'checkmo', amount_ordered: '44.7000' },
    status_history: [{ created_at: at, status: 'pending' }],
  };
}

export function productDocument(id: number, at: string) {
  return {
    product_id: String(id),
    sku: `SKU-${id}`,
    set: '4',
    type: 'simple',
    categories: ['3'],
    websites: ['1'],
    created_at: at,
    updated_at: at,
    type_id: 'simple',
    name: `Mug ${id}`,
    description: 'A mug.',
    status: '1',
    url_key: `mug-${id}`,
    url_path: `mug-${id}.html`,
    visibility: '4',
    category_ids: ['3'],
    price: '35.9000',
    special_price: '28.7200',
    special_from_date: '2020-01-01 00:00:00',
    special_to_date: '2020-12-31 00:00:00',
    tier_price: [],
  };
}
