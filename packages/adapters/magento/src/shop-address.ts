/** What a merchant may type in as a shop's address. */
export const ADDRESS_RULES = {
  protocols: ['https', 'http'],
  require_protocol: true,
  require_tld: false,
  disallow_auth: true,
  allow_query_components: false,
  allow_fragments: false,
};

/** The shop's address without `index.php` and without a slash at the end. */
export function baseUrlOf(url: string): string {
  const { origin, pathname } = new URL(url);
  return origin + pathname.replace(/\/+$/, '').replace(/\/index\.php$/, '');
}

/** Host and folder: the same over http and https, with a new key and under a new name of the shop. */
export const placeOf = (url: string): string => baseUrlOf(url).replace(/^https?:\/\//, '');
