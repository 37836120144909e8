import type { Shopware6Client } from './client.js';
import { type Associations, equals } from './criteria.js';

interface Domain {
  readonly url: string;
  readonly languageId: string;
}

interface Named {
  readonly name?: string | null;
  readonly translated?: { readonly name?: string | null } | null;
}

export interface SalesChannel extends Named {
  readonly id: string;
  readonly active: boolean;
  readonly typeId: string;
  readonly languageId: string;
  readonly hreflangDefaultDomainId?: string | null;
  readonly currencyId: string;
  readonly currency?: { readonly isoCode: string; readonly factor: number } | null;
  readonly country?: { readonly iso?: string | null } | null;
  readonly language?: { readonly locale?: { readonly code?: string } | null } | null;
  readonly languages?: readonly { readonly locale?: { readonly code?: string } | null }[] | null;
  readonly domains?: readonly Domain[] | null;
}

/** Type of a channel with pages for shoppers; the others are feeds, marketplaces and headless ones. */
const STOREFRONT_TYPE = '8a243080f92e4c719546314b577cf82b';

export const CHANNEL_ASSOCIATIONS: Associations = {
  domains: { sort: [{ field: 'createdAt', order: 'ASC' }] },
  currency: {},
  country: {},
  language: { associations: { locale: {} } },
  languages: { associations: { locale: {} } },
};

/** The sales channels that sell: the one of the connection, or all that are on, storefronts first. */
export async function readChannels(client: Shopware6Client): Promise<readonly SalesChannel[]> {
  const { rows } = await client.search<SalesChannel>('sales-channel', {
    limit: 100,
    ...(client.salesChannelId ? { ids: [client.salesChannelId] } : {}),
    filter: client.salesChannelId ? [] : [equals('active', true)],
    sort: [{ field: 'createdAt', order: 'ASC' }],
    associations: CHANNEL_ASSOCIATIONS,
  });
  const isStorefront = ({ typeId }: SalesChannel) => typeId === STOREFRONT_TYPE;
  return [...rows.filter(isStorefront), ...rows.filter((channel) => !isStorefront(channel))];
}

export const nameOf = ({ name, translated }: Named): string | undefined =>
  (translated?.name ?? name)?.trim() || undefined;

/** The channel's address for its own language, else its first. */
export function urlOf({ domains, languageId }: SalesChannel): string | undefined {
  const usable = (domains ?? []).filter(({ url }) => /^https?:/.test(url));
  return (usable.find((domain) => domain.languageId === languageId) ?? usable[0])?.url;
}

/** What a product's price, address and visibility depend on; put into every product document. */
export interface ProductStorefront {
  readonly salesChannelId?: string;
  readonly languageId?: string;
  readonly currencyId?: string;
  readonly currency?: string;
  readonly currencyFactor?: number;
  readonly url?: string;
}

export function productStorefrontOf(channel: SalesChannel | undefined): ProductStorefront {
  if (!channel) return {};
  const url = urlOf(channel);
  return {
    salesChannelId: channel.id,
    languageId: channel.languageId,
    currencyId: channel.currencyId,
    ...(channel.currency
      ? { currency: channel.currency.isoCode, currencyFactor: channel.currency.factor }
      : {}),
    ...(url ? { url } : {}),
  };
}
