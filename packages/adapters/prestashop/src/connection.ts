import { Setting } from '@storewire/core';
import { Transform } from 'class-transformer';
import { IsOptional, IsUrl, Matches } from 'class-validator';

const STATE_WORDS = 'paid|shipped|awaiting-payment|canceled|refunded|payment-error|not-placed';
const PAIR = `\\s*[1-9]\\d*\\s*=\\s*(?:${STATE_WORDS})\\s*`;

/** What a merchant types in to connect a PrestaShop shop, of any version. */
export class PrestashopConnection {
  @Setting({
    label: 'Shop address',
    example: 'https://shop.example',
    help: 'The home page of the shop, with its folder if it lives in one, exactly as the shop itself writes it. Not the address of the back office.',
    source: 'Shop Parameters > Traffic & SEO > Shop URL',
  })
  @IsUrl(
    {
      protocols: ['https', 'http'],
      require_protocol: true,
      require_tld: false,
      disallow_auth: true,
      allow_query_components: false,
      allow_fragments: false,
    },
    { message: 'url: the full address of the shop, with https:// and without a query.' },
  )
  url!: string;

  @Setting({
    label: 'Webservice key',
    secret: true,
    help: 'A key of 32 characters with the permissions that the guide lists.',
    source: 'Advanced Parameters > Webservice',
  })
  @Matches(/^\S{32}$/, { message: 'webserviceKey: exactly 32 characters, without spaces.' })
  webserviceKey!: string;

  @Setting({
    label: 'Shop id',
    example: '2',
    help: 'Only for multistore: the number of the shop to read. Empty: the shop that the address belongs to.',
    source: 'Advanced Parameters > Multistore',
  })
  @Transform(({ value }) => (typeof value === 'number' ? String(value) : value))
  @IsOptional()
  @Matches(/^[1-9]\d*$/, { message: 'shopId: the number of a shop, such as 2.' })
  shopId?: string;

  @Setting({
    label: 'Catalogue language',
    example: 'pl',
    help: 'The ISO code of the language in which products are read. Empty: the default language of the shop.',
    source: 'International > Localization > Languages',
  })
  @IsOptional()
  @Matches(/^[A-Za-z]{2}$/, { message: 'language: the two letters of a language, such as pl.' })
  language?: string;

  @Setting({
    label: 'Own order states',
    example: '15=canceled, 16=refunded',
    help: 'What order states mean that a module or the shop added, where their flags do not tell: the number of the state, and paid, shipped, awaiting-payment, canceled, refunded or payment-error.',
    source: 'Shop Parameters > Order Settings > Statuses',
  })
  @IsOptional()
  @Matches(new RegExp(`^${PAIR}(?:,${PAIR})*$`), {
    message: 'ownStates: pairs such as 15=canceled, 16=refunded.',
  })
  ownStates?: string;

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

/** The shop's address without a slash at the end. */
export function baseUrlOf(url: string): string {
  const { origin, pathname } = new URL(url);
  return origin + pathname.replace(/\/+$/, '');
}

/**
 * `prestashop:` with host and folder, and the number of the shop where one is entered: the same over http and https,
 * after a new key and after an upgrade from 1.6.
 */
export const shopKeyOf = ({ url, shopId }: PrestashopConnection): string =>
  `prestashop:${baseUrlOf(url).replace(/^https?:\/\//, '')}${shopId ? `:${shopId}` : ''}`;
