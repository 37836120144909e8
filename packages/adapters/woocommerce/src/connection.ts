import { Setting } from '@storewire/core';
import { IsOptional, IsString, IsUrl, Matches, MaxLength } from 'class-validator';

/** What a merchant types in to connect a WooCommerce shop. */
export class WooCommerceConnection {
  @Setting({
    label: 'Shop address',
    example: 'https://shop.example',
    help: 'The home page of the shop, with its folder if it lives in one. Not the address of the admin panel.',
    source: 'Settings > General > Site Address',
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
    label: 'Consumer key',
    secret: true,
    help: 'A key with the permission Read/Write, made for an administrator or a shop manager.',
    source: 'WooCommerce > Settings > Advanced > REST API',
  })
  @Matches(/^ck_\S+$/, { message: 'consumerKey: starts with ck_; the one with cs_ is the secret.' })
  consumerKey!: string;

  @Setting({ label: 'Consumer secret', secret: true, help: 'Shown once, together with the key.' })
  @Matches(/^cs_\S+$/, { message: 'consumerSecret: starts with cs_; the one with ck_ is the key.' })
  consumerSecret!: string;

  @Setting({
    label: 'Webhook secret',
    secret: true,
    help: 'Any 20 to 60 letters and digits you make up; the hub gives it to the webhooks it registers.',
  })
  // WordPress decodes HTML entities in it and drops tags before it signs, so such a secret would never match.
  @Matches(/^[^\s&<>"'\\]{6,200}$/, {
    message: 'webhookSecret: at least 6 characters, no spaces, quotes, backslashes, & < or >.',
  })
  webhookSecret!: string;

  @Setting({
    label: 'Newsletter field',
    example: 'newsletter_consent',
    help: 'Key of the customer or order field in which the opt-in plugin of the shop keeps the consent. Empty: consent is neither read nor written.',
  })
  @IsOptional()
  @IsString()
  @MaxLength(255)
  @Matches(/^\S+$/, { message: 'newsletterField: the key of a field, without spaces.' })
  newsletterField?: string;
}

/** The shop's address without a slash at the end. */
export function baseUrlOf(url: string): string {
  const { origin, pathname } = new URL(url);
  return origin + pathname.replace(/\/+$/, '');
}

/** `woocommerce:` with host and folder: the same over http and https, and after a new key or another shop name. */
export const shopKeyOf = ({ url }: WooCommerceConnection): string =>
  `woocommerce:${baseUrlOf(url).replace(/^https?:\/\//, '')}`;
