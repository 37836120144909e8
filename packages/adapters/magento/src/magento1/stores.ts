import { StoreForbidden } from '@storewire/core';
import type { Magento1Client } from './client.js';
import type { StoreView } from './documents.js';

/** The shop's store views by rising id. @throws StoreForbidden without `store.list`. */
export const readStoreViews = (client: Magento1Client): Promise<readonly StoreView[]> =>
  client.remembered.get('stores', async () => {
    const views = await client.list<StoreView>('store.list');
    return views.sort((a, b) => Number(a.store_id) - Number(b.store_id));
  });

/** As `readStoreViews`, and empty where the role may not see them. */
export async function knownStoreViews(client: Magento1Client): Promise<readonly StoreView[]> {
  try {
    return await readStoreViews(client);
  } catch (error) {
    if (error instanceof StoreForbidden) return [];
    throw error;
  }
}

/** Code of the store view whose texts products get: the one of the connection, else the first. */
export async function productView(client: Magento1Client): Promise<string> {
  const { storeCode } = client.connection;
  // An empty code is the admin's view, which has the default texts.
  return storeCode ?? (await knownStoreViews(client))[0]?.code ?? '';
}

/** The storefront of a document, where the shop has several. */
export async function storefrontOf(
  client: Magento1Client,
  storeId: unknown,
): Promise<{ storefront?: string }> {
  const views = await knownStoreViews(client);
  const view = views.find(({ store_id }) => String(store_id) === String(storeId));
  return views.length > 1 && view ? { storefront: String(view.store_id) } : {};
}
