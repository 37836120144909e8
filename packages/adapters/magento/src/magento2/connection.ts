import { Setting } from '@storewire/core';
import { IsIn, IsOptional, IsUrl, Matches, ValidateIf } from 'class-validator';
import { ADDRESS_RULES, placeOf } from '../shop-address.js';

export const SIGNATURE_METHODS = ['HMAC-SHA256', 'HMAC-SHA1'] as const;
export type SignatureMethod = (typeof SIGNATURE_METHODS)[number];

const INTEGRATION = 'System > Extensions > Integrations > (the integration) > Integration Details';
const SIGNS =
  'Fill in all three or none. With them each call is signed, which every version takes.';

/** The values that sign calls are given together or not at all. */
const isSigned = (connection: object, value: unknown): boolean => {
  const { consumerKey, consumerSecret, accessTokenSecret } = connection as Magento2Connection;
  const isGiven = (one: unknown) => one !== undefined && one !== null;
  return [value, consumerKey, consumerSecret, accessTokenSecret].some(isGiven);
};
const togetherMessage = (name: string) => ({
  message: `${name}: without spaces; consumerKey, consumerSecret and accessTokenSecret belong together.`,
});

/** What a merchant types in to connect a Magento 2 shop: the access token alone, or all four values. */
export class Magento2Connection {
  @Setting({
    label: 'Shop address',
    example: 'https://shop.example',
    help: 'The home page of the shop, with its folder if it lives in one. Not the address of the admin panel.',
    source: 'Stores > Configuration > General > Web > Base URLs (Secure)',
  })
  @IsUrl(ADDRESS_RULES, {
    message: 'url: the full address of the shop, with https:// and without a query.',
  })
  url!: string;

  @Setting({
    label: 'Access token',
    secret: true,
    help: 'Of an active integration. Alone it works up to 2.4.3; later versions need the three values below, or a switch.',
    source: INTEGRATION,
  })
  @Matches(/^\S+$/, { message: 'accessToken: without spaces.' })
  accessToken!: string;

  @Setting({ label: 'Consumer key', secret: true, help: SIGNS, source: INTEGRATION })
  @ValidateIf(isSigned)
  @Matches(/^\S+$/, togetherMessage('consumerKey'))
  consumerKey?: string;

  @Setting({ label: 'Consumer secret', secret: true, help: SIGNS, source: INTEGRATION })
  @ValidateIf(isSigned)
  @Matches(/^\S+$/, togetherMessage('consumerSecret'))
  consumerSecret?: string;

  @Setting({ label: 'Access token secret', secret: true, help: SIGNS, source: INTEGRATION })
  @ValidateIf(isSigned)
  @Matches(/^\S+$/, togetherMessage('accessTokenSecret'))
  accessTokenSecret?: string;

  @Setting({
    label: 'Signature method',
    example: 'HMAC-SHA256',
    help: 'Leave empty. HMAC-SHA1 only for an old shop that refuses HMAC-SHA256; 2.4.4 and later refuse HMAC-SHA1.',
  })
  @IsOptional()
  @IsIn(SIGNATURE_METHODS, { message: 'signatureMethod: HMAC-SHA256 or HMAC-SHA1.' })
  signatureMethod?: SignatureMethod;

  @Setting({
    label: 'Store view for products',
    example: 'default',
    help: 'Code of the store view whose texts, prices and addresses products get. Empty: the first one.',
    source: 'Stores > All Stores',
  })
  @IsOptional()
  @Matches(/^[A-Za-z]\w*$/, { message: 'storeCode: the code of a store view, as in All Stores.' })
  storeCode?: string;

  @Setting({
    label: 'EAN attribute',
    example: 'ean',
    help: 'Code of the product attribute that holds the EAN or GTIN. Empty: products have none.',
    source: 'Stores > Attributes > Product',
  })
  @IsOptional()
  @Matches(/^[a-z]\w*$/, { message: 'eanAttribute: the code of a product attribute.' })
  eanAttribute?: string;

  @Setting({
    label: 'Secret of the Storewire module',
    secret: true,
    help: 'Writes the consent of newsletter subscribers without an account. Filled in when the module is downloaded on the page of the store; leave it empty without the module.',
    source: 'storewire.zip > keys > routeSecret',
  })
  @IsOptional()
  @Matches(/^\S+$/, { message: 'bridgeSecret: without spaces.' })
  bridgeSecret?: string;
}

/** `magento2:` with host and folder: the same after a new integration, another name of the shop and a move to https. */
export const shopKeyOf = ({ url }: Magento2Connection): string => `magento2:${placeOf(url)}`;
