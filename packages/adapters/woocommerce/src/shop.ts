import {
  HubError,
  type ShopInfo,
  StoreForbidden,
  StoreRefused,
  StoreUnauthorized,
} from '@storewire/core';
import { WOOCOMMERCE_API } from './api-version.js';
import { codeOf, KEY_REFUSED, statusOf, type WooClient } from './client.js';
import { PlainPermalinks, WooCommerceNotFound } from './setup.error.js';

interface SiteIndex {
  readonly name?: string;
  readonly home?: string;
  readonly gmt_offset?: number | string;
  readonly timezone_string?: string;
  readonly namespaces?: readonly string[];
}

interface SystemStatus {
  readonly environment?: {
    readonly version?: string;
    readonly wp_cron?: boolean;
    readonly language?: string;
  };
  readonly settings?: { readonly currency?: string };
}

type Missing = ShopInfo['missing'][number];

/** WooCommerce calls its own servers before it answers the system status. */
const STATUS_TIMEOUT_MS = 60_000;

const RIGHTS = [
  { path: '/customers', permission: 'list_users', effect: 'Customers are not read.' },
  { path: '/orders', permission: 'read_private_shop_orders', effect: 'Orders are not read.' },
  { path: '/products', permission: 'read_private_products', effect: 'Products are not read.' },
  {
    path: '/webhooks',
    permission: 'manage_woocommerce',
    effect: 'Webhooks are not registered; changes come by poll only.',
  },
] as const;

/**
 * What the shop is and what the key lacks: the public index, the system status (or, where that is refused, the currency
 * list and an order), one row of each list, and a webhook without content, which only a key that may write is told to
 * be incomplete.
 *
 * @throws StoreUnauthorized, StoreUnavailable; PlainPermalinks and WooCommerceNotFound when the address is not a shop's.
 */
export async function checkShop(client: WooClient): Promise<ShopInfo> {
  const { baseUrl } = client;
  const index = await readIndex(client);
  if (index?.namespaces && !index.namespaces.includes(WOOCOMMERCE_API)) {
    throw new WooCommerceNotFound(baseUrl, `WordPress has no ${WOOCOMMERCE_API}.`);
  }
  const missing = await missingPermissions(client);
  const facts = missing.some(({ permission }) => permission === 'read')
    ? {}
    : await readFacts(client);
  const zone = zoneOf(index);
  return {
    shopKey: client.shopKey,
    name: index?.name?.trim() || new URL(baseUrl).host,
    url: index?.home ?? baseUrl,
    ...(zone ? { zone } : {}),
    ...(facts.version ? { version: facts.version } : {}),
    ...(facts.currency ? { currency: facts.currency } : {}),
    ...(facts.country ? { country: facts.country } : {}),
    ...(facts.language ? { languages: [facts.language] } : {}),
    missing,
    warnings: warningsOf(client, index, facts.hasCron),
  };
}

/** WordPress' public index; `undefined` where a security plugin closes it to strangers. */
async function readIndex(client: WooClient): Promise<SiteIndex | undefined> {
  const fields = { _fields: 'name,home,gmt_offset,timezone_string,namespaces' };
  try {
    return (await client.open('/wp-json/', fields)).json<SiteIndex>();
  } catch (error) {
    if (error instanceof StoreUnauthorized || error instanceof StoreForbidden) return undefined;
    if (statusOf(error) !== 404) throw error;
    if (await answersWithoutPermalinks(client)) throw new PlainPermalinks(client.baseUrl, error);
    throw new WooCommerceNotFound(client.baseUrl, 'there is no WordPress REST API.', error);
  }
}

async function answersWithoutPermalinks(client: WooClient): Promise<boolean> {
  try {
    const answer = await client.open('/', { rest_route: '/', _fields: 'namespaces' });
    return Array.isArray(answer.json<SiteIndex>().namespaces);
  } catch (error) {
    if (error instanceof HubError) return false;
    throw error;
  }
}

async function missingPermissions(client: WooClient): Promise<Missing[]> {
  const missing: Missing[] = [];
  for (const { path, permission, effect } of RIGHTS) {
    try {
      await client.list(path, { per_page: 1, _fields: 'id' });
    } catch (error) {
      if (error instanceof StoreForbidden) missing.push({ permission, effect });
      else if (error instanceof StoreUnauthorized && codeOf(error) === KEY_REFUSED) {
        // A wrong secret and a key that may only write look the same, until one tries to write.
        if (!(await mayWrite(client))) throw error;
        return [{ permission: 'read', effect: 'Nothing can be read: no poll, export or check.' }];
      } else throw error;
    }
  }
  if (!(await mayWrite(client))) {
    missing.push({
      permission: 'write',
      effect: 'Consent is not written back to the shop, and webhooks are not registered.',
    });
  }
  return missing;
}

/** A webhook without topic and address is refused as incomplete (400), and before that for lack of permission (401). */
async function mayWrite(client: WooClient): Promise<boolean> {
  try {
    await client.write('POST', '/webhooks', {});
    return true;
  } catch (error) {
    if (error instanceof StoreRefused) return true;
    // The user may not manage webhooks; whether the key may write is then not told, and the other is named already.
    if (error instanceof StoreForbidden) return codeOf(error) !== KEY_REFUSED;
    if (error instanceof StoreUnauthorized) return false;
    throw error;
  }
}

interface ShopFacts {
  readonly version?: string;
  readonly currency?: string;
  readonly country?: string;
  readonly language?: string;
  readonly hasCron?: boolean;
}

async function readFacts(client: WooClient): Promise<ShopFacts> {
  const status = await unlessRefused(
    client.get<SystemStatus>(
      '/system_status',
      { _fields: 'environment,settings' },
      STATUS_TIMEOUT_MS,
    ),
  );
  const country = await unlessRefused(
    client.get<{ value?: unknown }>('/settings/general/woocommerce_default_country', {
      _fields: 'value',
    }),
  );
  const currency = status?.settings?.currency ?? (await readCurrency(client));
  const version = status?.environment?.version ?? (await readVersion(client));
  return {
    ...(version ? { version } : {}),
    ...(currency ? { currency } : {}),
    // With a state behind a colon in some countries: `US:CA`.
    ...(typeof country?.value === 'string' && /^[A-Z]{2}/.test(country.value)
      ? { country: country.value.slice(0, 2) }
      : {}),
    ...(status?.environment?.language
      ? { language: status.environment.language.replaceAll('_', '-') }
      : {}),
    ...(typeof status?.environment?.wp_cron === 'boolean'
      ? { hasCron: status.environment.wp_cron }
      : {}),
  };
}

async function readCurrency(client: WooClient): Promise<string | undefined> {
  const current = await unlessRefused(
    client.get<{ code?: string }>('/data/currencies/current', { _fields: 'code' }),
  );
  return current?.code;
}

/** Every order carries the version of WooCommerce that made it; the newest comes closest. */
async function readVersion(client: WooClient): Promise<string | undefined> {
  const orders = await unlessRefused(
    client.list<{ version?: string }>('/orders', { per_page: 1, _fields: 'version' }),
  );
  return orders?.rows[0]?.version;
}

/** What the user may not see, or an older WooCommerce does not have, is left out. */
async function unlessRefused<T>(call: Promise<T>): Promise<T | undefined> {
  try {
    return await call;
  } catch (error) {
    const isRefused =
      error instanceof StoreForbidden ||
      error instanceof StoreUnauthorized ||
      statusOf(error) === 404;
    if (isRefused) return undefined;
    throw error;
  }
}

/** The IANA zone; shops set to a bare offset have none, so the fixed zone of that offset stands in. */
function zoneOf(index: SiteIndex | undefined): string | undefined {
  if (index?.timezone_string) return index.timezone_string;
  const hours = Number(index?.gmt_offset ?? Number.NaN);
  if (!Number.isFinite(hours)) return undefined;
  if (hours === 0) return 'Etc/UTC';
  // IANA counts these westwards: Etc/GMT-1 is one hour ahead of UTC.
  if (Number.isInteger(hours)) return `Etc/GMT${hours > 0 ? '-' : '+'}${Math.abs(hours)}`;
  const minutes = Math.round(Math.abs(hours) * 60);
  const two = (n: number) => String(n).padStart(2, '0');
  return `${hours > 0 ? '+' : '-'}${two(Math.floor(minutes / 60))}:${two(minutes % 60)}`;
}

function warningsOf(
  client: WooClient,
  index: SiteIndex | undefined,
  hasCron: boolean | undefined,
): string[] {
  const warnings: string[] = [];
  const isSecure = client.baseUrl.startsWith('https:');
  if (!isSecure) warnings.push('The shop is called over plain http: its data travels readable.');
  if (isSecure && client.loginForm === 'query') {
    warnings.push(
      'The web server drops the Authorization header, so the key is sent in the address and lands in its access log.',
    );
  }
  if (isSecure && client.loginForm === 'oauth') {
    warnings.push(
      'WordPress does not know that the shop is on https (a proxy does not pass it on); calls are signed with OAuth 1.0a instead.',
    );
  }
  if (!index) {
    warnings.push('The index /wp-json/ is closed to strangers, so the time zone is not known.');
  }
  if (index?.home && hostOf(index.home) !== hostOf(client.baseUrl)) {
    warnings.push(`WordPress says its address is ${index.home}; better connect that one.`);
  }
  if (hasCron === false) {
    warnings.push(
      'WP-Cron is switched off: without a cron job on the server webhooks come late or never.',
    );
  }
  return warnings;
}

const hostOf = (url: string): string => url.replace(/^https?:\/\//, '').replace(/\/.*$/, '');
