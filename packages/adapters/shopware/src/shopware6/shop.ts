import { type ShopInfo, StoreForbidden } from '@storewire/core';
import { WrongShopwareVersion } from '../setup.error.js';
import { OLDEST_SHOPWARE6 } from './api-version.js';
import { missingPrivileges, type Shopware6Client } from './client.js';
import { CUSTOMER_ASSOCIATIONS } from './contact-reading.js';
import { type Criteria, equals } from './criteria.js';
import { ORDER_ASSOCIATIONS } from './order-reading.js';
import { effectOf } from './permissions.js';
import { PRODUCT_ASSOCIATIONS } from './product-reading.js';
import {
  CHANNEL_ASSOCIATIONS,
  nameOf,
  readChannels,
  type SalesChannel,
  urlOf,
} from './storefront.js';

/** What the adapter reads, asked as it is asked in earnest: a refusal names every privilege that is lacking. */
const PROBES: readonly [entity: string, criteria: Criteria][] = [
  ['customer', { associations: CUSTOMER_ASSOCIATIONS }],
  ['newsletter-recipient', {}],
  ['order', { associations: ORDER_ASSOCIATIONS }],
  ['product', { associations: PRODUCT_ASSOCIATIONS }],
  ['sales-channel', { associations: CHANNEL_ASSOCIATIONS }],
];

const WRITES = ['newsletter_recipient:create', 'newsletter_recipient:update'] as const;

/**
 * What the shop is and what the integration lacks: its version, one row of everything that is read, its sales channels,
 * and the integration's own role, which tells whether it may write newsletter entries.
 *
 * @throws StoreUnauthorized, StoreUnavailable; ShopwareNotFound, ShopwareMoved and WrongShopwareVersion when the
 * address is not that of a Shopware 6 shop.
 */
export async function checkShop(client: Shopware6Client): Promise<ShopInfo> {
  const version = await readVersion(client);
  const missing = new Set<string>();
  for (const [entity, criteria] of PROBES) {
    for (const privilege of await lackingFor(client, entity, criteria)) missing.add(privilege);
  }
  const rights = await readRights(client);
  for (const privilege of rights ? WRITES.filter((name) => !rights.has(name)) : []) {
    missing.add(privilege);
  }
  const channels = missing.has('sales_channel:read') ? [] : await channelsOrNone(client);
  const [channel] = channels;
  const country = channel?.country?.iso;
  return {
    shopKey: client.shopKey,
    name: (channel && nameOf(channel)) ?? new URL(client.baseUrl).host,
    url: (channel && urlOf(channel)) ?? client.baseUrl,
    version,
    ...(channel?.currency ? { currency: channel.currency.isoCode } : {}),
    ...(country ? { country } : {}),
    ...(channel ? { languages: languagesOf(channel) } : {}),
    ...(channels.length > 1 ? { storefronts: channels.map(storefrontOf) } : {}),
    missing: [...missing]
      .sort()
      .map((permission) => ({ permission, effect: effectOf(permission) })),
    warnings: warningsOf(client, channels, rights !== undefined),
  };
}

async function readVersion(client: Shopware6Client): Promise<string> {
  const { version } = await client.get<{ version?: unknown }>('/_info/version');
  const [, major, minor] = /^(\d+)\.(\d+)/.exec(String(version)) ?? [];
  const found = `${major}.${minor}`;
  const [oldestMajor, oldestMinor] = OLDEST_SHOPWARE6;
  const isOld =
    major === undefined || (Number(major) === oldestMajor && Number(minor) < oldestMinor);
  if (isOld || Number(major) < oldestMajor) {
    throw new WrongShopwareVersion(
      major === undefined ? 'of an unknown version' : found,
      `${oldestMajor}.${oldestMinor} or later`,
      'Update the shop, then run the check again.',
    );
  }
  return String(version);
}

async function lackingFor(
  client: Shopware6Client,
  entity: string,
  criteria: Criteria,
): Promise<readonly string[]> {
  try {
    await client.search(entity, { ...criteria, limit: 1 });
    return [];
  } catch (error) {
    if (!(error instanceof StoreForbidden)) throw error;
    const named = missingPrivileges(error);
    return named.length > 0 ? named : [`${entity.replaceAll('-', '_')}:read`];
  }
}

interface Integration {
  readonly admin?: boolean | null;
  readonly aclRoles?: readonly { readonly privileges?: readonly string[] | null }[] | null;
}

/** What the integration may do, where it may know that; everything for one with administrator's rights. */
async function readRights(
  client: Shopware6Client,
): Promise<{ has(privilege: string): boolean } | undefined> {
  try {
    const { rows } = await client.search<Integration>('integration', {
      limit: 1,
      filter: [equals('accessKey', client.clientId)],
      associations: { aclRoles: {} },
    });
    const [own] = rows;
    if (!own) return undefined;
    if (own.admin) return { has: () => true };
    return new Set((own.aclRoles ?? []).flatMap(({ privileges }) => privileges ?? []));
  } catch (error) {
    if (error instanceof StoreForbidden) return undefined;
    throw error;
  }
}

async function channelsOrNone(client: Shopware6Client): Promise<readonly SalesChannel[]> {
  try {
    return await readChannels(client);
  } catch (error) {
    // Something that belongs to a channel may not be read, which is named already.
    if (error instanceof StoreForbidden) return [];
    throw error;
  }
}

const languagesOf = ({ language, languages }: SalesChannel): string[] => {
  const codes = [language, ...(languages ?? [])].map((one) => one?.locale?.code);
  return [...new Set(codes.filter((code) => code !== undefined))];
};

function storefrontOf(channel: SalesChannel): { id: string; name: string; url?: string } {
  const url = urlOf(channel);
  return { id: channel.id, name: nameOf(channel) ?? channel.id, ...(url ? { url } : {}) };
}

function warningsOf(
  client: Shopware6Client,
  channels: readonly SalesChannel[],
  knowsRights: boolean,
): string[] {
  const warnings: string[] = [];
  if (client.baseUrl.startsWith('http:')) {
    warnings.push('The shop is called over plain http: its data travels readable.');
  }
  if (client.salesChannelId && channels.length === 0) {
    warnings.push('No sales channel has the ID of the connection, so nothing will be read.');
  }
  if (channels.length > 1) {
    warnings.push(
      `All ${channels.length} sales channels are read into one account. Enter a sales channel ID to read one alone; prices and addresses of products are those of ${nameOf(channels[0] as SalesChannel) ?? 'the first'}.`,
    );
  }
  if (!knowsRights) {
    warnings.push(
      'The integration may not read its own role (integration:read, acl_role:read), so whether it may write newsletter entries shows with the first one.',
    );
  }
  return warnings;
}
