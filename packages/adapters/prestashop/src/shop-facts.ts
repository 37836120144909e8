import { StoreUnavailable } from '@storewire/core';
import type { PrestashopClient } from './client.js';
import type { PsDocument } from './documents.js';
import { anyOf, equal } from './query.js';
import { UnknownLanguage } from './setup.error.js';

const SETTINGS = [
  'PS_TIMEZONE',
  'PS_LANG_DEFAULT',
  'PS_CURRENCY_DEFAULT',
  'PS_COUNTRY_DEFAULT',
  'PS_SHOP_DEFAULT',
  'PS_SSL_ENABLED',
  'PS_MULTISHOP_FEATURE_ACTIVE',
  'PS_STOCK_MANAGEMENT',
  'PS_ORDER_OUT_OF_STOCK',
  'PS_OS_CANCELED',
  'PS_OS_REFUND',
  'PS_OS_ERROR',
] as const;

/** Values of the shop's configuration by name; what the shop never set is missing. */
export type ShopSettings = Readonly<{ [N in (typeof SETTINGS)[number]]?: string }>;

export type ById = ReadonlyMap<string, PsDocument>;

/** A merchant who changes one of these waits so long until it counts. */
const KEPT_MS = 3_600_000;

/**
 * Tables that hardly change: settings, languages, currencies, countries, states, categories. Each is read when it is
 * first needed and kept for an hour.
 */
export class ShopFacts {
  readonly #client: PrestashopClient;
  readonly #language: string | undefined;
  readonly #now: () => number;
  readonly #kept = new Map<string, { readonly at: number; readonly value: Promise<unknown> }>();

  constructor(client: PrestashopClient, language: string | undefined, now: () => number) {
    this.#client = client;
    this.#language = language;
    this.#now = now;
  }

  /** In multistore one setting has several rows: the shop's own counts, then its group's, then the one for all. */
  settings(): Promise<ShopSettings> {
    return this.#keep('settings', async () => {
      const rows = await this.#client.list('configurations', {
        filter: { name: anyOf(SETTINGS) },
      });
      const shopDefault = rows.find((row) => row.name === 'PS_SHOP_DEFAULT')?.value;
      const own = this.#client.shopId ?? String(shopDefault ?? '');
      const rank = (row: PsDocument): number => {
        if (isSet(row.id_shop)) return String(row.id_shop) === own ? 3 : 0;
        return isSet(row.id_shop_group) ? 2 : 1;
      };
      const ranked = rows.filter((row) => rank(row) > 0).sort((a, b) => rank(a) - rank(b));
      return Object.fromEntries(ranked.map((row) => [String(row.name), String(row.value ?? '')]));
    });
  }

  /** The IANA zone in which the shop writes its times. */
  async zone(): Promise<string> {
    const { PS_TIMEZONE: zone } = await this.settings();
    if (!zone) throw new StoreUnavailable('the shop does not tell its time zone (PS_TIMEZONE)');
    return zone;
  }

  languages(): Promise<ById> {
    return this.#keep('languages', () => this.#table('languages'));
  }

  /** Id of the language in which products are read. @throws UnknownLanguage for a code the shop does not have. */
  async languageId(): Promise<number> {
    const languages = [...(await this.languages()).values()];
    const wanted = this.#language?.toLowerCase();
    if (wanted === undefined) return Number((await this.settings()).PS_LANG_DEFAULT ?? 1);
    const found = languages.find((one) => String(one.iso_code).toLowerCase() === wanted);
    if (!found) {
      throw new UnknownLanguage(
        wanted,
        languages.map((one) => String(one.iso_code)),
      );
    }
    return found.id;
  }

  currencies(): Promise<ById> {
    return this.#keep('currencies', () => this.#table('currencies'));
  }

  /** The currency of product prices, as ISO 4217. */
  async currency(): Promise<string | undefined> {
    const { PS_CURRENCY_DEFAULT: id = '' } = await this.settings();
    const code = (await this.currencies()).get(id)?.iso_code;
    return typeof code === 'string' ? code : undefined;
  }

  countries(): Promise<ById> {
    return this.#keep('countries', () => this.#table('countries', ['id', 'iso_code']));
  }

  states(): Promise<ById> {
    return this.#keep('states', () => this.#table('states', ['id', 'name']));
  }

  /** Order states with their flags. @param needed ids; one that is not known yet was added since the last look. */
  async orderStates(needed: Iterable<string>): Promise<ById> {
    const read = () => this.#table('order_states', ['id', 'paid', 'shipped', 'deleted']);
    const known = await this.#keep('order_states', read);
    if ([...needed].every((id) => id === '0' || known.has(id))) return known;
    this.#kept.delete('order_states');
    return this.#keep('order_states', read);
  }

  /** Names of the categories in the catalogue's language; the two above all others (Root, Home) are left out. */
  categories(): Promise<ById> {
    return this.#keep('categories', async () => {
      const rows = await this.#client.list('categories', {
        fields: ['id', 'level_depth', 'is_root_category', 'name'],
        sort: ['id_ASC'],
        language: await this.languageId(),
      });
      return byId(
        rows.filter((row) => Number(row.level_depth) > 0 && String(row.is_root_category) !== '1'),
      );
    });
  }

  /** The address of the storefront, without a slash at the end. */
  storefrontUrl(): Promise<string> {
    const { shopId, baseUrl } = this.#client;
    if (!shopId) return Promise.resolve(baseUrl);
    return this.#keep('storefront', async () => {
      const filter = { id_shop: equal(shopId) };
      const rows = await this.#client.list('shop_urls', { filter, sort: ['id_ASC'] });
      const main = rows.find((row) => String(row.main) === '1') ?? rows[0];
      return main ? addressOf(main, await this.settings()) : baseUrl;
    });
  }

  async #table(resource: string, fields?: readonly string[]): Promise<ById> {
    return byId(
      await this.#client.list(resource, { sort: ['id_ASC'], ...(fields ? { fields } : {}) }),
    );
  }

  /** One reading serves all who ask meanwhile; one that failed is not kept. */
  #keep<T>(name: string, read: () => Promise<T>): Promise<T> {
    const known = this.#kept.get(name);
    if (known && this.#now() - known.at < KEPT_MS) return known.value as Promise<T>;
    const value = read();
    this.#kept.set(name, { at: this.#now(), value });
    value.catch(() => {
      if (this.#kept.get(name)?.value === value) this.#kept.delete(name);
    });
    return value;
  }
}

export const byId = (rows: readonly PsDocument[]): ById =>
  new Map(rows.map((row) => [String(row.id), row]));

/** The public address of a row of `shop_urls`. */
export function addressOf(row: PsDocument, { PS_SSL_ENABLED: ssl }: ShopSettings): string {
  const host = ssl === '1' ? `https://${row.domain_ssl}` : `http://${row.domain}`;
  return `${host}${row.physical_uri ?? '/'}${row.virtual_uri ?? ''}`.replace(/\/+$/, '');
}

const isSet = (value: unknown): boolean =>
  value !== null && value !== undefined && value !== '' && String(value) !== '0';
