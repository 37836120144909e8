import { restUrl, WOOCOMMERCE_VERSION, WORDPRESS_VERSION } from './frame.js';
import { CURRENCIES } from './money.js';
import { ORDER_STATUSES } from './records.js';
import type { RestContext } from './rest-api.js';
import type { RestResource } from './rest-request.js';
import { settingRoutes } from './setting.routes.js';

const NAMESPACES = [
  'oembed/1.0',
  'wc/v3',
  'wc/v1',
  'wc/pos/v1/catalog',
  'wc-admin',
  'wc-analytics',
  'wc/store',
  'wc/store/v1',
  'wc/private',
  'wc/v2',
  'wc-admin-email',
  'wc-telemetry',
  'wccom-site/v3',
  'wp-abilities/v1',
  'wp/v2',
  'wp-site-health/v1',
  'wp-block-editor/v1',
];

/** What the shop says about itself: index, system status, currency, settings. */
export function siteRoutes(context: RestContext): RestResource[] {
  const { shop } = context;
  const { settings } = shop;
  return [
    {
      path: '/',
      isOpen: true,
      read: ({ query }) => {
        const _links = { help: [{ href: 'https://developer.wordpress.org/rest-api/' }] };
        // Unlike those of other documents, the links of the index go when `_fields` is used.
        return {
          status: 200,
          body: { ...index(context), ...(query.has('_fields') ? {} : { _links }) },
        };
      },
    },
    {
      path: '/wc/v3',
      isOpen: true,
      read: () => ({
        status: 200,
        body: {
          namespace: 'wc/v3',
          routes: routes(context, '/wc/v3'),
          _links: { up: [{ href: restUrl(context.frame(), '/') }] },
        },
      }),
    },
    {
      path: '/wc/v3/system_status',
      read: () => ({ status: 200, body: systemStatus(context) }),
    },
    {
      path: '/wc/v3/data/currencies/current',
      read: () => {
        const frame = context.frame();
        const { name, symbol } = CURRENCIES[settings.currency];
        const collection = restUrl(frame, '/wc/v3/data/currencies');
        const self = [{ href: `${collection}/${settings.currency}` }];
        const _links = { self, collection: [{ href: collection }] };
        return { status: 200, body: { code: settings.currency, name, symbol, _links } };
      },
    },
    ...settingRoutes(context),
  ];
}

function index({ frame, shop, resources }: RestContext) {
  const { home, clock, now } = frame();
  return {
    name: shop.settings.name,
    description: '',
    url: home,
    home,
    gmt_offset: clock.offsetAt(now) / 3600,
    timezone_string: clock.zone,
    page_for_posts: 0,
    page_on_front: 0,
    show_on_front: 'posts',
    namespaces: NAMESPACES,
    authentication: {
      'application-passwords': {
        endpoints: { authorization: `${home}/wp-admin/authorize-application.php` },
      },
    },
    routes: routes({ frame, resources }, '/'),
    site_logo: 0,
    site_icon: 0,
    site_icon_url: '',
  };
}

function routes({ frame, resources }: Pick<RestContext, 'frame' | 'resources'>, below: string) {
  const found: Record<string, unknown> = {};
  for (const { path, allow } of resources()) {
    if (!path.startsWith(below)) continue;
    const pattern = path.replace(/\{(\w+)\}/g, (_, name: string) => `(?P<${name}>[\\w-]+)`);
    const namespace = path.startsWith('/wc/v3') ? 'wc/v3' : '';
    const _links = { self: [{ href: restUrl(frame(), path) }] };
    found[pattern] = { namespace, methods: allow.split(', '), endpoints: [], _links };
  }
  return found;
}

function systemStatus({ frame, shop }: RestContext) {
  const { settings } = shop;
  const { home } = frame();
  const isHpos = settings.orderStorage === 'hpos';
  const datastore = isHpos
    ? 'Automattic\\WooCommerce\\Internal\\DataStores\\Orders\\OrdersTableDataStore'
    : 'WC_Order_Data_Store_CPT';
  const orders = shop.orders.countStates(ORDER_STATUSES.length).reduce((sum, n) => sum + n, 0);
  return {
    environment: {
      home_url: home,
      site_url: home,
      store_id: 'a6419730-af2a-41b6-8d46-010ef5a2b716',
      version: WOOCOMMERCE_VERSION,
      log_directory: '/srv/shop/wp-content/uploads/wc-logs/',
      log_directory_writable: true,
      wp_version: WORDPRESS_VERSION,
      wp_multisite: false,
      wp_memory_limit: 536_870_912,
      wp_debug_mode: false,
      wp_cron: true,
      wp_environment_type: 'local',
      language: 'en_US',
      external_object_cache: null,
      server_info: 'storewire sandbox',
      server_architecture: 'Linux x86_64',
      php_version: '8.2.36',
      php_post_max_size: 8_388_608,
      php_max_execution_time: 30,
      php_max_input_vars: 1000,
      curl_version: '7.88.1, OpenSSL/3.0.19',
      suhosin_installed: false,
      max_upload_size: 2_097_152,
      mysql_version: '10.11.19',
      mysql_version_string: '10.11.19-MariaDB',
      default_timezone: 'UTC',
      fsockopen_or_curl_enabled: true,
      soapclient_enabled: true,
      domdocument_enabled: true,
      gzip_enabled: true,
      mbstring_enabled: true,
      remote_post_successful: false,
      remote_post_response: false,
      remote_get_successful: false,
      remote_get_response: false,
    },
    database: {
      wc_database_version: WOOCOMMERCE_VERSION,
      database_prefix: 'wp_',
      maxmind_geoip_database: '',
      database_tables: {},
      database_size: { data: 0, index: 0 },
    },
    active_plugins: [
      {
        plugin: 'woocommerce/woocommerce.php',
        name: 'WooCommerce',
        version: WOOCOMMERCE_VERSION,
        version_latest: WOOCOMMERCE_VERSION,
        url: 'https://woocommerce.com/',
        author_name: 'Automattic',
        author_url: 'https://woocommerce.com',
        network_activated: false,
      },
    ],
    inactive_plugins: [],
    dropins_mu_plugins: { dropins: [], mu_plugins: [] },
    theme: { name: 'Storefront', version: '4.6.1', is_child_theme: false, overrides: [] },
    settings: {
      api_enabled: false,
      force_ssl: false,
      currency: settings.currency,
      currency_symbol: CURRENCIES[settings.currency].html,
      currency_position: 'left',
      thousand_separator: ',',
      decimal_separator: '.',
      number_of_decimals: 2,
      geolocation_enabled: false,
      taxonomies: {
        external: 'external',
        grouped: 'grouped',
        simple: 'simple',
        variable: 'variable',
      },
      product_visibility_terms: {
        'exclude-from-catalog': 'exclude-from-catalog',
        'exclude-from-search': 'exclude-from-search',
        featured: 'featured',
        outofstock: 'outofstock',
        'rated-1': 'rated-1',
        'rated-2': 'rated-2',
        'rated-3': 'rated-3',
        'rated-4': 'rated-4',
        'rated-5': 'rated-5',
      },
      woocommerce_com_connected: 'no',
      enforce_approved_download_dirs: true,
      order_datastore: datastore,
      HPOS_enabled: isHpos,
      HPOS_sync_enabled: false,
      enabled_features: [
        'analytics',
        'order_attribution',
        ...(isHpos ? ['custom_order_tables'] : []),
      ],
    },
    security: { secure_connection: settings.transport === 'https', hide_errors: true },
    pages: [],
    post_type_counts: [
      { type: 'product', count: String(shop.settings.products) },
      { type: 'shop_order', count: String(orders) },
    ],
  };
}
