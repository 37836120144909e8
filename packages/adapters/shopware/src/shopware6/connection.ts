import { Setting } from '@storewire/core';
import { IsOptional, Matches } from 'class-validator';
import { IsShopAddress, shopIdOf } from '../shop-address.js';

/** What a merchant types in to connect a Shopware 6 shop. */
export class Shopware6Connection {
  @Setting({
    label: 'Shop address',
    example: 'https://shop.example',
    help: 'The home page of the shop, as the browser shows it. Not the address of the administration.',
  })
  @IsShopAddress()
  url!: string;

  @Setting({
    label: 'Access key ID',
    example: 'SWIA…',
    help: 'Of an integration with the permissions that the guide lists.',
    source: 'Settings > System > Integrations',
  })
  @Matches(/^\S+$/, { message: 'clientId: the whole access key ID, without spaces.' })
  clientId!: string;

  @Setting({
    label: 'Secret access key',
    secret: true,
    help: 'Shown once, together with the access key ID.',
  })
  @Matches(/^\S+$/, { message: 'clientSecret: the whole secret access key, without spaces.' })
  clientSecret!: string;

  @Setting({
    label: 'Sales channel ID',
    example: '98432def39fc4624b33213a56b8c944d',
    help: 'Reads this sales channel alone. Needed where several of them sell to different people; empty: all of them.',
    source: 'The address of the sales channel in the administration',
  })
  @IsOptional()
  @Matches(/^[0-9a-f]{32}$/, {
    message: 'salesChannelId: 32 digits and lower-case letters from a to f, without dashes.',
  })
  salesChannelId?: string;

  @Setting({
    label: 'Webhook secret',
    secret: true,
    help: 'The secret that an app and this shop agreed on, where an app of yours sends its webhooks to this store. Empty: changes are found by poll alone.',
  })
  @IsOptional()
  @Matches(/^\S{20,255}$/, { message: 'webhookSecret: the whole secret, without spaces.' })
  webhookSecret?: string;
}

/** `shopware6:` with host and folder, and the sales channel where only one is read. */
export const shopKeyOf = ({ url, salesChannelId }: Shopware6Connection): string =>
  `shopware6:${shopIdOf(url)}${salesChannelId ? `:${salesChannelId}` : ''}`;
