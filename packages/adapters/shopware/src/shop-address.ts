import { IsUrl } from 'class-validator';
import { InsecureShopAddress } from './setup.error.js';

/** The home page of a shop, with its folder if it lives in one. */
export const IsShopAddress = (): PropertyDecorator =>
  IsUrl(
    {
      protocols: ['https', 'http'],
      require_protocol: true,
      require_tld: false,
      disallow_auth: true,
      allow_query_components: false,
      allow_fragments: false,
    },
    { message: 'url: the full address of the shop, with https:// and without a query.' },
  );

/** The shop's address without slashes at the end; `//api` would not be found. */
export function baseUrlOf(url: string): string {
  const { origin, pathname } = new URL(url.trim());
  return origin + pathname.replace(/\/{2,}/g, '/').replace(/\/$/, '');
}

/** Host and folder: the same over http and https, and after new credentials or another shop name. */
export const shopIdOf = (url: string): string => baseUrlOf(url).replace(/^https?:\/\//, '');

/** @throws InsecureShopAddress for http, where the hub may not call such addresses. */
export function refuseInsecure(baseUrl: string, allowPrivateAddresses: boolean): void {
  if (baseUrl.startsWith('http:') && !allowPrivateAddresses) throw new InsecureShopAddress(baseUrl);
}
