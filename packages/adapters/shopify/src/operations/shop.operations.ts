import { query } from './operation.js';

/** The shop, and what the token may do. Needs no scope of its own. */
export const SHOP = query<{
  shop: {
    name: string;
    myshopifyDomain: string;
    url: string;
    currencyCode: string;
    ianaTimezone: string;
    shopAddress: { countryCodeV2: string | null } | null;
  };
  currentAppInstallation: { accessScopes: { handle: string }[] } | null;
}>(
  'Shop',
  ` {
  shop {
    name myshopifyDomain url currencyCode ianaTimezone
    shopAddress { countryCodeV2 }
  }
  currentAppInstallation { accessScopes { handle } }
}`,
);

/** The shop's languages. Needs `read_locales`. */
export const SHOP_LOCALES = query<{
  shopLocales: { locale: string; primary: boolean; published: boolean }[];
}>('ShopLocales', ' { shopLocales { locale primary published } }');
