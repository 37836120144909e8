import { Setting } from '@storewire/core';
import { IsOptional, IsUrl, Matches } from 'class-validator';
import { ADDRESS_RULES, placeOf } from '../shop-address.js';

/** What a merchant types in to connect a shop on Magento 1 or OpenMage. */
export class Magento1Connection {
  @Setting({
    label: 'Shop address',
    example: 'https://shop.example',
    help: 'The home page of the shop, with its folder if it lives in one. Not the address of the admin panel.',
    source: 'System > Configuration > Web > Secure > Base URL',
  })
  @IsUrl(ADDRESS_RULES, {
    message: 'url: the full address of the shop, with https:// and without a query.',
  })
  url!: string;

  @Setting({
    label: 'API user',
    example: 'storewire',
    help: 'The user name of an active API user with a role.',
    source: 'System > Web Services > SOAP/XML-RPC - Users',
  })
  @Matches(/^\S+(?: \S+)*$/, { message: 'apiUser: the user name, without spaces at its ends.' })
  apiUser!: string;

  @Setting({
    label: 'API key',
    secret: true,
    help: 'The key of that user. It cannot be looked up; make a new one if it is lost.',
    source: 'System > Web Services > SOAP/XML-RPC - Users',
  })
  @Matches(/^\S+(?: \S+)*$/, { message: 'apiKey: without spaces at its ends.' })
  apiKey!: string;

  @Setting({
    label: 'Store view for products',
    example: 'default',
    help: 'Code of the store view whose texts and prices products get. Empty: the first one.',
    source: 'System > Manage Stores',
  })
  @IsOptional()
  @Matches(/^[A-Za-z]\w*$/, {
    message: 'storeCode: the code of a store view, as in Manage Stores.',
  })
  storeCode?: string;

  @Setting({
    label: 'Secret of the Storewire module',
    secret: true,
    help: 'Writes consent to the newsletter list of the shop. Filled in when the module is downloaded on the page of the store; leave it empty without the module.',
    source: 'storewire.zip > keys > routeSecret',
  })
  @IsOptional()
  @Matches(/^\S+$/, { message: 'bridgeSecret: without spaces.' })
  bridgeSecret?: string;
}

/** `magento1:` with host and folder: the same with a new API user, under another name and after a move to https. */
export const shopKeyOf = ({ url }: Magento1Connection): string => `magento1:${placeOf(url)}`;
