import { type PlacedTag, StoreForbidden, type StorefrontTag, StoreRefused } from '@storewire/core';
import type { BigCommerceClient } from './client.js';

const SCRIPTS = '/v3/content/scripts';

interface Script {
  readonly uuid: string;
  readonly src?: string;
  readonly kind?: string;
  readonly visibility?: string;
  readonly load_method?: string;
  readonly consent_category?: string;
  readonly enabled?: boolean;
  readonly channel_id?: number;
}

type Visibility = 'all_pages' | 'storefront';

export const TAG_PERMISSIONS = ['store_v2_content', 'store_content_checkout'] as const;

const NOT_ON_CHECKOUT =
  'It is on all pages but those of the checkout and the order confirmation: those need the scope store_content_checkout, and on some stores a script that never changes.';
const SWITCHED_OFF = 'It was switched off in the Script Manager of the store.';

/**
 * Puts the script on the pages of the storefront, once per channel, loaded after the page and only where the shopper
 * takes targeting cookies. On all pages where BigCommerce lets it; else on those outside the checkout.
 *
 * @throws StoreForbidden without `store_v2_content`.
 * @see docs/adapters/bigcommerce.md#storefront-script
 */
export async function placeTag(client: BigCommerceClient, tag: StorefrontTag): Promise<PlacedTag> {
  const [kept, ...doubles] = await scriptsOf(client, tag);
  for (const { uuid } of doubles) await remove(client, uuid);
  if (kept && isWhole(kept) && kept.visibility === 'all_pages') return { state: 'placed' };
  try {
    await put(client, tag, kept, 'all_pages');
    return { state: 'placed' };
  } catch (error) {
    // Without the scope, or without a fixed hash of the script, checkout pages are refused.
    if (!(error instanceof StoreForbidden || error instanceof StoreRefused)) throw error;
  }
  if (!(kept && isWhole(kept))) await put(client, tag, kept, 'storefront');
  return { state: 'placed', detail: NOT_ON_CHECKOUT };
}

/** What stands on the pages of the storefront now; scripts of other API accounts are not looked at. */
export async function findTag(client: BigCommerceClient, tag: StorefrontTag): Promise<PlacedTag> {
  const scripts = await scriptsOf(client, tag);
  const script = scripts.find(({ enabled }) => enabled !== false);
  if (!script) return { state: 'absent', ...(scripts.length > 0 ? { detail: SWITCHED_OFF } : {}) };
  return script.visibility === 'all_pages'
    ? { state: 'placed' }
    : { state: 'placed', detail: NOT_ON_CHECKOUT };
}

/** Takes the script away; repeatable. */
export async function removeTag(client: BigCommerceClient, tag: StorefrontTag): Promise<void> {
  for (const { uuid } of await scriptsOf(client, tag)) await remove(client, uuid);
}

async function scriptsOf(
  client: BigCommerceClient,
  { src, storefront }: StorefrontTag,
): Promise<Script[]> {
  const scripts: Script[] = [];
  for (let page = 1; ; page++) {
    const { rows, totalPages = 1 } = await client.list<Script>(SCRIPTS, {
      limit: 250,
      page,
      'channel_id:in': storefront,
    });
    scripts.push(...rows.filter((script) => script.src === src));
    if (rows.length === 0 || page >= totalPages) return scripts;
  }
}

const isWhole = ({ enabled, load_method, consent_category, kind }: Script): boolean =>
  enabled !== false &&
  kind === 'src' &&
  load_method === 'async' &&
  consent_category === 'targeting';

async function put(
  client: BigCommerceClient,
  { src, storefront }: StorefrontTag,
  kept: Script | undefined,
  visibility: Visibility,
): Promise<void> {
  const script = {
    name: 'Storewire',
    description: 'Carts and visits for SALESmanago',
    kind: 'src',
    src,
    location: 'footer',
    load_method: 'async',
    visibility,
    auto_uninstall: true,
    // Without a category the script is not shown at all on stores with a cookie banner.
    consent_category: 'targeting',
    enabled: true,
    ...(storefront && /^\d+$/.test(storefront) ? { channel_id: Number(storefront) } : {}),
  };
  if (kept) await client.write('PUT', `${SCRIPTS}/${kept.uuid}`, script);
  else await client.write('POST', SCRIPTS, script);
}

const remove = (client: BigCommerceClient, uuid: string): Promise<unknown> =>
  client.write('DELETE', `${SCRIPTS}/${uuid}`, undefined, [404]);
