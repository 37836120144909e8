import type { StoreContext } from '../stores/store-context.js';

/**
 * Where the pages of a store live, as browsers name it in `Origin`: the storefront as the last check read it, else the
 * shop and the address it was connected with. With and without `www.`, and https where http was entered: shops
 * redirect one to the other, and the same person owns both. The setting names further ones.
 */
export function storefrontOrigins(
  store: Pick<StoreContext, 'storefrontUrl' | 'shop' | 'variables' | 'settings'>,
): string[] {
  const { url, shopDomain } = store.variables;
  const addresses = store.storefrontUrl
    ? [store.storefrontUrl]
    : [store.shop.url, url, shopDomain].filter((one) => typeof one === 'string');
  return [...new Set([...addresses, ...store.settings.storefrontUrls].flatMap(spellings))];
}

function spellings(address: string): string[] {
  const text = /^https?:\/\//i.test(address) ? address : `https://${address}`;
  const url = URL.parse(text);
  if (!url) return [];
  const twin = url.host.startsWith('www.') ? url.host.slice(4) : `www.${url.host}`;
  const schemes = url.protocol === 'http:' ? ['http:', 'https:'] : ['https:'];
  return schemes.flatMap((scheme) => [`${scheme}//${url.host}`, `${scheme}//${twin}`]);
}
