/** A row of the fake shop; every scalar is text, as the webservice gives it. */
export interface Row {
  id: number;
  associations?: Record<string, Record<string, string>[]>;
  [field: string]: unknown;
}

/** How a resource is written: its fields in order, and which of them differ by language or cannot be filtered. */
export interface Resource {
  readonly single: string;
  /** What a list is called in its answer, if not as the resource. */
  readonly list?: string;
  readonly fields: readonly string[];
  readonly translated?: readonly string[];
  readonly computed?: readonly string[];
  /** Only shown where the call asks for prices. */
  readonly prices?: boolean;
}

const DATES = ['date_add', 'date_upd'];

export const RESOURCES: Readonly<Record<string, Resource>> = {
  customers: {
    single: 'customer',
    fields: [
      ...['id_default_group', 'id_lang', 'newsletter_date_add', 'ip_registration_newsletter'],
      ...['last_passwd_gen', 'secure_key', 'deleted', 'passwd', 'lastname', 'firstname', 'email'],
      ...['id_gender', 'birthday', 'newsletter', 'optin', 'website', 'company', 'active', 'note'],
      ...['is_guest', 'id_shop', 'id_shop_group', ...DATES],
    ],
  },
  addresses: {
    single: 'address',
    fields: [
      ...['id_customer', 'id_country', 'id_state', 'alias', 'company', 'lastname', 'firstname'],
      ...['address1', 'address2', 'postcode', 'city', 'phone', 'phone_mobile', 'deleted', ...DATES],
    ],
  },
  countries: { single: 'country', fields: ['iso_code', 'active', 'name'], translated: ['name'] },
  states: { single: 'state', fields: ['id_country', 'iso_code', 'name', 'active'] },
  orders: {
    single: 'order',
    fields: [
      ...['id_address_delivery', 'id_address_invoice', 'id_cart', 'id_currency', 'id_lang'],
      ...['id_customer', 'current_state', 'module', 'valid', ...DATES, 'note', 'id_shop_group'],
      ...['id_shop', 'payment', 'total_paid', 'total_paid_tax_incl', 'total_paid_tax_excl'],
      ...['total_paid_real', 'conversion_rate', 'reference'],
    ],
  },
  order_states: {
    single: 'order_state',
    fields: ['delivery', 'logable', 'shipped', 'paid', 'deleted', 'name'],
    translated: ['name'],
  },
  order_histories: {
    single: 'order_history',
    fields: ['id_employee', 'id_order_state', 'id_order', 'date_add'],
  },
  order_slip: {
    single: 'order_slip',
    list: 'order_slips',
    fields: [
      ...['id_customer', 'id_order', 'total_products_tax_incl', 'total_shipping_tax_incl'],
      ...['amount', 'partial', ...DATES],
    ],
  },
  carts: {
    single: 'cart',
    fields: [
      ...['id_address_delivery', 'id_currency', 'id_customer', 'id_guest', 'id_lang'],
      ...['id_shop_group', 'id_shop', 'id_carrier', 'secure_key', ...DATES],
    ],
  },
  products: {
    single: 'product',
    fields: [
      ...['id_category_default', 'id_default_image', 'manufacturer_name', 'reference', 'ean13'],
      ...['state', 'price', 'active', 'available_for_order', ...DATES, 'link_rewrite', 'name'],
      ...['description', 'description_short'],
    ],
    translated: ['link_rewrite', 'name', 'description', 'description_short'],
    computed: ['manufacturer_name', 'id_default_image'],
    prices: true,
  },
  combinations: {
    single: 'combination',
    fields: ['id_product', 'ean13', 'reference', 'price', 'default_on'],
    prices: true,
  },
  product_option_values: {
    single: 'product_option_value',
    fields: ['id_attribute_group', 'color', 'position', 'name'],
    translated: ['name'],
  },
  categories: {
    single: 'category',
    fields: ['id_parent', 'level_depth', 'active', 'is_root_category', 'name'],
    translated: ['name'],
  },
  stock_availables: {
    single: 'stock_available',
    fields: ['id_product', 'id_product_attribute', 'id_shop', 'quantity', 'out_of_stock'],
  },
  languages: {
    single: 'language',
    fields: ['name', 'iso_code', 'locale', 'language_code', 'active'],
  },
  currencies: {
    single: 'currency',
    fields: ['name', 'iso_code', 'conversion_rate', 'deleted', 'active'],
  },
  shops: {
    single: 'shop',
    fields: ['id_shop_group', 'id_category', 'active', 'deleted', 'name', 'theme_name'],
  },
  shop_urls: {
    single: 'shop_url',
    fields: ['id_shop', 'active', 'main', 'domain', 'domain_ssl', 'physical_uri', 'virtual_uri'],
  },
  configurations: {
    single: 'configuration',
    fields: ['value', 'name', 'id_shop_group', 'id_shop', ...DATES],
  },
};

/** What differs by language; everything else is one text. */
export const translated = (english: string, polish: string): Record<string, string> => ({
  '1': english,
  '2': polish,
});

const state = (id: number, name: string, paid: 0 | 1, shipped: 0 | 1 = 0): Row => ({
  id,
  delivery: '0',
  logable: String(paid),
  shipped: String(shipped),
  paid: String(paid),
  deleted: '0',
  name: translated(name, name),
});

const setting = (id: number, name: string, value: string): Row => ({
  id,
  value,
  name,
  id_shop_group: '',
  id_shop: '',
});

/** A shop as it comes out of the installer, in Polish zlotys, with two languages. */
export const freshTables = (zone: string, host: string): Record<string, Row[]> => ({
  ...Object.fromEntries(Object.keys(RESOURCES).map((name) => [name, []])),
  configurations: [
    setting(1, 'PS_LANG_DEFAULT', '1'),
    setting(6, 'PS_CURRENCY_DEFAULT', '1'),
    setting(7, 'PS_COUNTRY_DEFAULT', '14'),
    setting(15, 'PS_STOCK_MANAGEMENT', '1'),
    setting(30, 'PS_SSL_ENABLED', '0'),
    setting(66, 'PS_TIMEZONE', zone),
    setting(122, 'PS_OS_CANCELED', '6'),
    setting(123, 'PS_OS_REFUND', '7'),
    setting(124, 'PS_OS_ERROR', '8'),
    setting(151, 'PS_SHOP_DEFAULT', '1'),
  ],
  languages: [
    {
      id: 1,
      name: 'English',
      iso_code: 'en',
      locale: 'en-US',
      language_code: 'en-us',
      active: '1',
    },
    { id: 2, name: 'Polski', iso_code: 'pl', locale: 'pl-PL', language_code: 'pl', active: '1' },
  ],
  currencies: [
    {
      id: 1,
      name: 'Zloty',
      iso_code: 'PLN',
      conversion_rate: '1.000000',
      deleted: '0',
      active: '1',
    },
    {
      id: 2,
      name: 'Euro',
      iso_code: 'EUR',
      conversion_rate: '0.234000',
      deleted: '0',
      active: '1',
    },
  ],
  countries: [
    { id: 14, iso_code: 'PL', active: '1', name: translated('Poland', 'Polska') },
    { id: 21, iso_code: 'US', active: '1', name: translated('United States', 'USA') },
  ],
  states: [{ id: 5, id_country: '21', iso_code: 'CA', name: 'California', active: '1' }],
  shops: [
    { id: 1, id_shop_group: '1', id_category: '2', active: '1', deleted: '0', name: 'Fake Shop' },
  ],
  shop_urls: [
    {
      id: 1,
      id_shop: '1',
      active: '1',
      main: '1',
      domain: host,
      domain_ssl: host,
      physical_uri: '/',
      virtual_uri: '',
    },
  ],
  order_states: [
    state(2, 'Payment accepted', 1),
    state(4, 'Shipped', 1, 1),
    state(6, 'Canceled', 0),
    state(7, 'Refunded', 0),
    state(8, 'Payment error', 0),
    state(1, 'Awaiting check payment', 0),
    state(10, 'Awaiting bank wire payment', 0),
  ],
  categories: [
    category(1, '0', 'Root', 'Root'),
    { ...category(2, '1', 'Home', 'Home'), is_root_category: '1' },
    category(3, '2', 'Clothes', 'Odzież'),
    category(4, '3', 'T-Shirts', 'Koszulki'),
  ],
  product_option_values: [
    { id: 1, id_attribute_group: '1', color: '', position: '0', name: translated('S', 'S') },
    {
      id: 2,
      id_attribute_group: '1',
      color: '',
      position: '1',
      name: translated('Red', 'Czerwona'),
    },
  ],
});

function category(id: number, depth: string, english: string, polish: string): Row {
  return {
    id,
    id_parent: String(id - 1),
    level_depth: depth,
    active: '1',
    is_root_category: '0',
    name: translated(english, polish),
  };
}
