import { CURRENCIES, type CurrencyCode } from './money.js';
import { Dice, STREAM, seedOf } from './random.js';

/** What a REST key of the store may do, as WooCommerce names it. */
export type KeyPermission = 'read' | 'write' | 'read_write';

export interface WooApiKey {
  key: string;
  secret: string;
  permissions: KeyPermission;
}

/** How the store is built. Every field has a default; the same options give the same store. */
export interface WooStoreOptions {
  /** Decides every name, price and date of the generated past. */
  seed?: string | number;
  /** Generated accounts besides the administrator (id 1); every fiftieth has the role subscriber. */
  customers?: number;
  /** Generated orders, about a quarter of them by guests. */
  orders?: number;
  /** Generated products; every fourth is variable with three variations. */
  products?: number;
  /** The key with read and write permission. */
  consumerKey?: string;
  consumerSecret?: string;
  /** More keys, a read-only one for example. */
  keys?: readonly WooApiKey[];
  /** Title of the shop. */
  name?: string;
  /** IANA name. */
  timezone?: string;
  currency?: CurrencyCode;
  pricesIncludeTax?: boolean;
  /** Milliseconds since 1970. */
  now?: () => number;
  /** How long ago the generated past begins; it ends when the store is created. */
  historyDays?: number;
  /** Meta key that holds the newsletter consent, on customers and on orders of guests. */
  newsletterKey?: string;
  /** `plain` is a shop without pretty permalinks: no `/wp-json/`, and keys do not work. */
  permalinks?: 'pretty' | 'plain';
  /**
   * What WordPress believes about the request: `https` accepts Basic and query-string keys, `http`
   * only OAuth 1.0a, `forwarded` believes the header `X-Forwarded-Proto`.
   */
  transport?: 'https' | 'http' | 'forwarded';
  /** HPOS answers a page past the end with a total of 0; the old storage still counts. */
  orderStorage?: 'hpos' | 'posts';
  /** Folder the shop lives in, such as `/shop`. */
  basePath?: string;
  /** The address the shop believes to have (links, webhook source, OAuth signatures). */
  home?: string;
  /** `automatic` delivers webhooks after a short wait, `manual` only on `flush()`. */
  webhooks?: 'automatic' | 'manual';
  webhookDelayMs?: number;
  webhookTimeoutMs?: number;
}

export type StoreSettings = Required<Omit<WooStoreOptions, 'home' | 'seed'>> & {
  home: string | undefined;
  /** The seed as 32 bits. */
  seed: number;
};

/** Fills in the defaults, and refuses what the store cannot be built from. */
export function resolveOptions(options: WooStoreOptions): StoreSettings {
  const seed = seedOf(options.seed ?? 'storewire');
  const secrets = new Dice(seed, STREAM.secrets, 0);
  const settings: StoreSettings = {
    seed,
    customers: options.customers ?? 120,
    orders: options.orders ?? 200,
    products: options.products ?? 24,
    consumerKey: options.consumerKey ?? `ck_${secrets.hex(40)}`,
    consumerSecret: options.consumerSecret ?? `cs_${secrets.hex(40)}`,
    keys: options.keys ?? [],
    name: options.name ?? 'Leśna Polana',
    timezone: options.timezone ?? 'Europe/Warsaw',
    currency: options.currency ?? 'PLN',
    pricesIncludeTax: options.pricesIncludeTax ?? false,
    now: options.now ?? Date.now,
    historyDays: options.historyDays ?? 730,
    newsletterKey: options.newsletterKey ?? 'newsletter_consent',
    permalinks: options.permalinks ?? 'pretty',
    transport: options.transport ?? 'https',
    orderStorage: options.orderStorage ?? 'hpos',
    basePath: (options.basePath ?? '').replace(/\/+$/, ''),
    home: options.home?.replace(/\/+$/, ''),
    webhooks: options.webhooks ?? 'manual',
    webhookDelayMs: options.webhookDelayMs ?? 300,
    webhookTimeoutMs: options.webhookTimeoutMs ?? 60_000,
  };
  for (const name of ['customers', 'orders', 'products'] as const) {
    if (!Number.isInteger(settings[name]) || settings[name] < 0) {
      throw new RangeError(`Option ${name} must be a whole number of 0 or more.`);
    }
  }
  if (settings.orders > 0 && settings.products === 0) {
    throw new RangeError('A store with orders needs products.');
  }
  if (!(settings.currency in CURRENCIES)) {
    throw new RangeError(`Option currency must be one of ${Object.keys(CURRENCIES).join(', ')}.`);
  }
  return settings;
}
