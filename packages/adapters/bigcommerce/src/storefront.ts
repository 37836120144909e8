import { StoreForbidden } from '@storewire/core';
import type { BigCommerceClient } from './client.js';

export interface StoreDocument {
  readonly id?: string;
  readonly name?: string;
  readonly domain?: string;
  readonly secure_url?: string;
  readonly timezone?: { readonly name?: string };
  readonly country_code?: string;
  readonly language?: string;
  readonly currency?: string;
  readonly default_channel_id?: number;
  readonly status?: string;
  readonly features?: {
    readonly stencil_enabled?: boolean;
  };
}

interface ChannelDocument {
  readonly id: number;
  readonly name: string;
  readonly status?: string;
}

interface SiteDocument {
  readonly url?: string;
  readonly urls?: readonly { readonly url?: string; readonly type?: string }[];
}

/** A storefront of the store. */
export interface Storefront {
  readonly id: string;
  readonly name: string;
  readonly url?: string;
}

export const readStore = (client: BigCommerceClient): Promise<StoreDocument> =>
  client.getV2<StoreDocument>('/v2/store');

const ENDED = new Set(['archived', 'deleted', 'terminated', 'disconnected']);

/** The channels with pages for shoppers that are still there; marketplaces and tills are none. */
export async function readChannels(client: BigCommerceClient): Promise<ChannelDocument[]> {
  const { rows } = await client.list<ChannelDocument>('/v3/channels', {
    'type:in': 'storefront',
    limit: 250,
  });
  return rows.filter(({ status }) => !ENDED.has(status ?? ''));
}

/**
 * The address of a channel's pages, without a slash at the end; `undefined` for one without a site.
 * @throws StoreForbidden without the scope for sites.
 */
export async function readSiteUrl(
  client: BigCommerceClient,
  channelId: number,
): Promise<string | undefined> {
  const site = await client.get<SiteDocument>(`/v3/channels/${channelId}/site`);
  const primary = site?.urls?.find(({ type }) => type === 'primary')?.url;
  return withoutSlash(primary ?? site?.url);
}

const withoutSlash = (url: string | undefined): string | undefined =>
  url ? url.replace(/\/+$/, '') : undefined;

/** What a product's address and price depend on. */
export interface Shelf {
  readonly url: string | undefined;
  readonly currency: string | undefined;
}

/** The store's main storefront, and its currency, in which catalogue prices are. */
export async function readShelf(client: BigCommerceClient): Promise<Shelf> {
  const store = await unlessForbidden(readStore(client));
  const channelId = store?.default_channel_id;
  const site = channelId ? await unlessForbidden(readSiteUrl(client, channelId)) : undefined;
  return { url: site ?? withoutSlash(store?.secure_url), currency: store?.currency };
}

/** What the token may not read is left out; the connection check names the scope. */
export async function unlessForbidden<T>(call: Promise<T>): Promise<T | undefined> {
  try {
    return await call;
  } catch (error) {
    if (error instanceof StoreForbidden) return undefined;
    throw error;
  }
}
