import {
  type PlacedTag,
  StoreForbidden,
  type StorefrontTag,
  type TagPlacement,
} from '@storewire/core';
import type { Shopware6Client } from './client.js';
import { contains } from './criteria.js';

const MAKE =
  'Make an app for this store (POST …/app), then install it in the shop and switch it on, or upload it as the update of the app that is there.';

/**
 * The installed app is the placement: its template puts the tag into the pages. Only a person can install, update or
 * remove it, so placing is looking, and removing is nothing.
 *
 * @see docs/adapters/shopware.md#the-storefront-script
 */
export const tagPlacement: TagPlacement<Shopware6Client> = {
  permissions: ['app_template:read'],
  place: lookForTemplate,
  find: lookForTemplate,
  remove: async () => undefined,
};

interface AppTemplate {
  readonly active?: boolean | null;
}

async function lookForTemplate(
  client: Shopware6Client,
  { src }: StorefrontTag,
): Promise<PlacedTag> {
  const link = `${client.baseUrl}/admin#/sw/extension/my-extensions/listing/app`;
  try {
    const { rows } = await client.search<AppTemplate>('app-template', {
      limit: 10,
      filter: [contains('template', src)],
      includes: { app_template: ['id', 'active'] },
    });
    if (rows.some(({ active }) => active)) return { state: 'placed' };
    const detail = rows.length > 0 ? 'Switch the app on in Extensions > My extensions.' : MAKE;
    return { state: 'person', detail, link };
  } catch (error) {
    if (!(error instanceof StoreForbidden)) throw error;
    return {
      state: 'person',
      detail: `Whether the shop has the app with the tag cannot be seen, because the credentials lack app_template:read. ${MAKE} Or copy the tag into the theme.`,
      link,
    };
  }
}
