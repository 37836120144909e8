import { type ShopInfo, StoreForbidden } from '@storewire/core';
import type { BigCommerceClient, Query } from './client.js';
import { CUSTOMERS, SUBSCRIBERS } from './contact-reading.js';
import { ORDERS, REFUNDS } from './order-reading.js';
import { EFFECTS, type Scope } from './scopes.js';
import {
  readChannels,
  readSiteUrl,
  readStore,
  type StoreDocument,
  type Storefront,
} from './storefront.js';

/** No object has it. */
const NOWHERE = '00000000-0000-4000-8000-000000000000';
const ONE: Query = { limit: 1 };

/** A call for each scope, harmless: a write has an object that is not there, which only an allowed call is told. */
const PROBES: readonly ((client: BigCommerceClient) => Promise<unknown>)[] = [
  (client) => client.list(CUSTOMERS, ONE),
  (client) => client.list(SUBSCRIBERS, ONE),
  (client) => client.write('PUT', `${SUBSCRIBERS}/0`, { consents: [] }, [400, 404, 422]),
  (client) => client.listV2(ORDERS, ONE),
  (client) => client.list(REFUNDS, ONE),
  (client) => client.list('/v3/catalog/products', ONE),
  (client) => client.get(`/v3/carts/${NOWHERE}`),
];

const RECOVERY_PROBE = (client: BigCommerceClient) =>
  client.write('POST', `/v3/carts/${NOWHERE}/redirect_urls`, {}, [400, 404, 422]);

/**
 * What the store is and what the token lacks: its information, its channels with their addresses, and one call for
 * each scope.
 *
 * @throws StoreUnauthorized for a wrong token or store hash; StoreUnavailable.
 */
export async function checkShop(client: BigCommerceClient): Promise<ShopInfo> {
  const missing = new Set<Scope>();
  const store = await noting(missing, readStore(client));
  const { recoveryLinks } = client.connection;
  for (const probe of [...PROBES, ...(recoveryLinks === 'on' ? [RECOVERY_PROBE] : [])]) {
    await noting(missing, probe(client));
  }
  const storefronts = await readStorefronts(client, missing);
  const url = storefronts.find(({ id }) => id === String(store?.default_channel_id))?.url;
  const zone = store?.timezone?.name;
  return {
    shopKey: client.shopKey,
    name: store?.name?.trim() || client.connection.storeHash,
    ...addressOf(url, store),
    ...(zone ? { zone } : {}),
    ...(store?.currency ? { currency: store.currency } : {}),
    ...(store?.country_code ? { country: store.country_code } : {}),
    ...(store?.language ? { languages: [store.language] } : {}),
    ...(storefronts.length > 1 ? { storefronts } : {}),
    missing: [...missing].map((permission) => ({ permission, effect: EFFECTS[permission] })),
    warnings: warningsOf(client, store),
  };
}

const addressOf = (url: string | undefined, store: StoreDocument | undefined): { url?: string } => {
  const address = url ?? store?.secure_url ?? (store?.domain && `https://${store.domain}`);
  return address ? { url: address } : {};
};

/** The answer, or nothing where the token lacks a scope, which is noted. */
async function noting<T>(missing: Set<Scope>, call: Promise<T>): Promise<T | undefined> {
  try {
    return await call;
  } catch (error) {
    if (!(error instanceof StoreForbidden)) throw error;
    for (const scope of error.missing) missing.add(scope as Scope);
    return undefined;
  }
}

async function readStorefronts(
  client: BigCommerceClient,
  missing: Set<Scope>,
): Promise<Storefront[]> {
  const channels = (await noting(missing, readChannels(client))) ?? [];
  const storefronts: Storefront[] = [];
  for (const { id, name } of channels) {
    const url = await noting(missing, readSiteUrl(client, id));
    storefronts.push({ id: String(id), name, ...(url ? { url } : {}) });
  }
  return storefronts;
}

function warningsOf({ connection }: BigCommerceClient, store: StoreDocument | undefined): string[] {
  const warnings: string[] = [];
  if (!connection.clientSecret) {
    warnings.push(
      'Without the client secret the signatures of webhooks are not checked; the webhook secret alone proves them.',
    );
  }
  if (!connection.appClientId) {
    warnings.push(
      'Without the client ID and secret of an app, shoppers who are logged in are not recognised.',
    );
  }
  if (store?.features?.stencil_enabled === false) {
    warnings.push(
      'The theme is not a Stencil theme: scripts of apps do not show on it, so the storefront script is pasted by hand.',
    );
  }
  if (connection.recoveryLinks === 'on') {
    warnings.push(
      'Switch the Abandoned Cart Saver of the store off, or shoppers get two mails about one cart.',
    );
  }
  return warnings;
}
