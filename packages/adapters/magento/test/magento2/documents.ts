/** Documents as a Magento 2 shop gives them, of invented people. */

export function customerDocument(id: number, at: string, store: { id: number; website: number }) {
  return {
    id,
    group_id: 1,
    default_billing: String(id),
    default_shipping: String(id),
    created_at: at,
    updated_at: at,
    created_in: 'Default Store View',
    email: `person${id}+shop@customer.example`,
    firstname: 'Maja',
    lastname: `Zielińska${id}`,
    store_id: store.id,
    website_id: store.website,
    addresses: [
      {
        id,
        customer_id: id,
        region: { region_code: null, region: 'mazowieckie', region_id: 0 },
        region_id: 0,
        country_id: 'PL',
        street: ['ul. Leśna 5', 'm. 2'],
        telephone: `+4860010${String(id).padStart(4, '0')}`,
        postcode: '00-001',
        city: 'Warszawa',
        firstname: 'Maja',
        lastname: `Zielińska${id}`,
        default_shipping: true,
        default_billing: true,
      },
    ],
    disable_auto_group_change: 0,
    custom_attributes: [{ attribute_code: 'loyalty_no', value: `L-${id}` }],
  };
}

export function orderDocument(id: number, at: string, storeId: number) {
  const money = { subtotal: 33.45, grand_total: 44.7, total_paid: 44.7, total_due: 0 };
  const address = {
    email: `buyer${id}@customer.example`,
    country_id: 'PL',
    postcode: '00-001',
    city: 'Warszawa',
    street: ['ul. Leśna 5'],
    firstname: 'Maja',
    lastname: 'Zielińska',
    telephone: '+48600100200',
  };
  return {
    entity_id: id,
    increment_id: String(id).padStart(9, '0'),
    quote_id: 9000 + id,
    state: 'processing',
    status: 'processing',
    store_id: storeId,
    store_name: 'Main Website\nMain Store\nDefault Store View',
    created_at: at,
    updated_at: at,
    customer_is_guest: 1,
    customer_email: address.email,
    customer_group_id: 0,
    base_currency_code: 'PLN',
    order_currency_code: 'PLN',
    global_currency_code: 'PLN',
    ...money,
    base_subtotal: money.subtotal,
    base_grand_total: money.grand_total,
    total_qty_ordered: 2,
    items: [
      {
        item_id: 2 * id,
        order_id: id,
        product_id: 55,
        product_type: 'configurable',
        sku: 'TEE-RED-M',
        name: 'Tee',
        qty_ordered: 2,
        base_price_incl_tax: 19.9,
        base_row_total_incl_tax: 39.8,
      },
      {
        item_id: 2 * id + 1,
        order_id: id,
        parent_item_id: 2 * id,
        product_id: 56,
        product_type: 'simple',
        sku: 'TEE-RED-M',
        name: 'Tee red M',
        qty_ordered: 2,
        base_price: 0,
      },
    ],
    billing_address: { address_type: 'billing', ...address },
    payment: { method: 'checkmo' },
    status_histories: [],
    extension_attributes: { shipping_assignments: [] },
  };
}

export function cartDocument(id: number, at: string, storeId: number) {
  return {
    id,
    created_at: at,
    updated_at: at,
    converted_at: null,
    is_active: true,
    is_virtual: false,
    items: [
      {
        item_id: id,
        sku: 'TEE-RED-M',
        qty: 2,
        name: 'Tee',
        price: 19.9,
        product_type: 'configurable',
        quote_id: String(id),
      },
      {
        item_id: 100_000 + id,
        sku: 'MUG, blue',
        qty: 1,
        name: 'Mug',
        price: 5,
        product_type: 'simple',
        quote_id: String(id),
      },
    ],
    items_count: 2,
    items_qty: 3,
    customer: {
      id: 42,
      email: `cart${id}@customer.example`,
      firstname: 'Maja',
      lastname: 'Zielińska',
      store_id: storeId,
      website_id: 1,
    },
    billing_address: { id, email: `cart${id}@customer.example`, country_id: 'PL' },
    currency: { base_currency_code: 'PLN', quote_currency_code: 'PLN' },
    customer_is_guest: false,
    store_id: storeId,
    extension_attributes: { shipping_assignments: [] },
  };
}

export function productDocument(id: number, at: string, changes: object = {}) {
  return {
    id,
    sku: `SKU-${id}`,
    name: `Mug ${id}`,
    attribute_set_id: 4,
    price: 19.9,
    status: 1,
    visibility: 4,
    type_id: 'simple',
    created_at: at,
    updated_at: at,
    extension_attributes: { website_ids: [1], category_links: [{ position: 0, category_id: '3' }] },
    product_links: [],
    options: [],
    media_gallery_entries: [
      {
        id,
        media_type: 'image',
        position: 1,
        disabled: false,
        types: ['image', 'small_image', 'thumbnail'],
        file: '/m/u/mug.jpg',
      },
    ],
    tier_prices: [],
    custom_attributes: [
      { attribute_code: 'url_key', value: `mug-${id}` },
      { attribute_code: 'special_price', value: '14.900000' },
      { attribute_code: 'special_to_date', value: '2020-01-01 00:00:00' },
      { attribute_code: 'description', value: '<p>A mug.</p>' },
    ],
    ...changes,
  };
}
