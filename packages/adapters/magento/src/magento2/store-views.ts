import { StoreForbidden } from '@storewire/core';
import type { Magento2Client } from './client.js';

/** A store view: a language and a currency of a website. */
export interface StoreView {
  readonly id: number;
  readonly code: string;
  readonly websiteId: number;
  readonly name?: string;
  readonly locale?: string;
  readonly currency?: string;
  readonly zone?: string;
  /** Base of page addresses, with a slash at the end. */
  readonly linkUrl?: string;
  /** Base of image addresses, with a slash at the end. */
  readonly mediaUrl?: string;
}

interface StoreConfig {
  readonly id: number;
  readonly code: string;
  readonly website_id: number;
  readonly locale?: string;
  readonly base_currency_code?: string;
  readonly timezone?: string;
  readonly secure_base_link_url?: string;
  readonly secure_base_media_url?: string;
}

/** The shop's store views by rising id, without the admin's. @throws StoreForbidden without `Magento_Backend::store`. */
export const readStoreViews = (client: Magento2Client): Promise<readonly StoreView[]> =>
  client.remembered.get('storeViews', async () => {
    const configs = await client.get<StoreConfig[]>('/V1/store/storeConfigs');
    const views = await client.get<{ id: number; name?: string }[]>('/V1/store/storeViews');
    const names = new Map(views.map(({ id, name }) => [Number(id), name]));
    return configs
      .filter(({ id }) => Number(id) !== 0)
      .sort((a, b) => Number(a.id) - Number(b.id))
      .map((config) => viewOf(config, names.get(Number(config.id))));
  });

const viewOf = (config: StoreConfig, name: string | undefined): StoreView => ({
  id: Number(config.id),
  code: config.code,
  websiteId: Number(config.website_id),
  ...(name ? { name } : {}),
  ...(config.locale ? { locale: config.locale } : {}),
  ...(config.base_currency_code ? { currency: config.base_currency_code } : {}),
  ...(config.timezone ? { zone: config.timezone } : {}),
  ...(config.secure_base_link_url ? { linkUrl: config.secure_base_link_url } : {}),
  ...(config.secure_base_media_url ? { mediaUrl: config.secure_base_media_url } : {}),
});

/** As `readStoreViews`, and empty where the credentials may not see them: languages and addresses are then not known. */
export async function knownStoreViews(client: Magento2Client): Promise<readonly StoreView[]> {
  try {
    return await readStoreViews(client);
  } catch (error) {
    if (error instanceof StoreForbidden) return [];
    throw error;
  }
}

/** The store view whose texts products get: the one of the connection, else the first. */
export async function productView(client: Magento2Client): Promise<StoreView | undefined> {
  const { storeCode } = client.connection;
  const views = await knownStoreViews(client);
  if (!storeCode) return views[0];
  // Without the permission to list them the code alone has to do.
  return views.find(({ code }) => code === storeCode) ?? { id: 0, code: storeCode, websiteId: 0 };
}

/** The store view of a document, and its storefront where the shop has several. */
export function placeOfDocument(
  views: readonly StoreView[],
  storeId: unknown,
): { locale?: string; storefront?: string } {
  const view = views.find(({ id }) => id === Number(storeId));
  return {
    ...(view?.locale ? { locale: view.locale } : {}),
    ...(views.length > 1 && view ? { storefront: String(view.id) } : {}),
  };
}
