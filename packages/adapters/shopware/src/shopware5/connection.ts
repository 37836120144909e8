import { Setting } from '@storewire/core';
import { IsOptional, Matches } from 'class-validator';
import { IsShopAddress, shopIdOf } from '../shop-address.js';

/** What a merchant types in to connect a Shopware 5 shop. */
export class Shopware5Connection {
  @Setting({
    label: 'Shop address',
    example: 'https://shop.example',
    help: 'The home page of the shop, with its folder if it lives in one. Not the address of the backend.',
  })
  @IsShopAddress()
  url!: string;

  @Setting({
    label: 'API user',
    example: 'storewire',
    help: 'Name of a backend user with "Enable API access".',
    source: 'Configuration > User administration',
  })
  @Matches(/^[^\s:]+$/, { message: 'apiUser: the user name, without spaces and colons.' })
  apiUser!: string;

  @Setting({
    label: 'API key',
    secret: true,
    help: 'Shown with that user once its API access is enabled. Not the password.',
  })
  @Matches(/^\S+$/, { message: 'apiKey: the whole key, without spaces.' })
  apiKey!: string;

  @Setting({
    label: 'Shop ID',
    example: '1',
    help: 'Reads this shop or subshop alone; empty: all of them.',
    source: 'Configuration > Basic settings > Shop settings > Shops',
  })
  @IsOptional()
  @Matches(/^[1-9]\d{0,9}$/, { message: 'shopId: a number, such as 1.' })
  shopId?: string;
}

/** `shopware5:` with host and folder, and the shop where only one is read. */
export const shopKeyOf = ({ url, shopId }: Shopware5Connection): string =>
  `shopware5:${shopIdOf(url)}${shopId ? `:${shopId}` : ''}`;
