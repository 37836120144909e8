import type { PlacedTag, StorefrontTag, TagPlacement } from '@storewire/core';
import { EMBED_HANDLE, type EmbedState, readEmbed } from './app-embed.js';
import type { ShopifyClient } from './client.js';
import { shopDomainOf } from './connection.js';
import { APP } from './operations/tag.operations.js';
import { lookAtPixel, placePixel, removePixel } from './web-pixel.js';

const SWITCH_ON: Readonly<Record<Exclude<EmbedState, 'on'>, string>> = {
  off: 'Switch on the app embed Storewire in the theme editor and save. It is there once the app package is deployed.',
  unknown:
    'Switch on the app embed Storewire in the theme editor and save. Whether it is on cannot be seen: the token lacks read_themes, or the theme does not tell.',
};

/**
 * The script comes from an app embed, which a merchant switches on, and the checkout from a web pixel, which the API
 * switches on. The pixel alone places nothing: where it is missing, the tag still stands, and the detail says so.
 *
 * @see docs/adapters/shopify.md#the-storefront-script
 */
export const tagPlacement: TagPlacement<ShopifyClient> = {
  permissions: ['write_pixels', 'read_customer_events', 'read_themes'],
  place: async (client, tag) => stateOf(client, await placePixel(client, trackerUrlOf(tag))),
  find: async (client, tag) => stateOf(client, await lookAtPixel(client, trackerUrlOf(tag))),
  remove: (client, tag) => removePixel(client, trackerUrlOf(tag)),
};

const trackerUrlOf = ({ src }: StorefrontTag): string => src.replace(/\/s\.js$/, '');

async function stateOf(client: ShopifyClient, pixelLacks: string | undefined): Promise<PlacedTag> {
  const { currentAppInstallation } = await client.run(APP);
  const app = currentAppInstallation?.app;
  const embed = await readEmbed(client, app?.handle ?? null);
  if (embed === 'on') {
    return { state: 'placed', ...(pixelLacks ? { detail: pixelLacks } : {}) };
  }
  const detail = [SWITCH_ON[embed], pixelLacks].filter(Boolean).join(' ');
  return { state: 'person', detail, ...(app ? { link: linkTo(client, app.apiKey) } : {}) };
}

/** The theme editor with the embed already switched on; the merchant saves. */
const linkTo = ({ connection }: ShopifyClient, apiKey: string): string =>
  `https://${shopDomainOf(connection)}/admin/themes/current/editor?context=apps&template=index&activateAppId=${encodeURIComponent(apiKey)}/${EMBED_HANDLE}`;
