import 'reflect-metadata';
import { Setting } from '@storewire/core';
import { IsOptional, IsUrl, Matches } from 'class-validator';

/** A shop's permanent address; nothing else is ever called with its token. */
export const SHOP_DOMAIN = /^[a-z0-9][a-z0-9-]*\.myshopify\.com$/i;

/** What a merchant gives to connect a shop. */
export class ShopifyConnection {
  @Setting({
    label: 'Shop domain',
    example: 'my-shop.myshopify.com',
    help: 'The permanent address that ends in .myshopify.com: Settings > Domains in the Shopify admin.',
  })
  @Matches(SHOP_DOMAIN, {
    message: 'Shop domain: the address that ends in .myshopify.com, without https://.',
  })
  shopDomain!: string;

  @Setting({
    label: 'Admin API access token',
    secret: true,
    example: 'shpat_…',
    help: 'The token of the custom app. It needs the scopes that the guide lists.',
  })
  @Matches(/^\S+$/, { message: 'Admin API access token: the whole token, without blanks.' })
  accessToken!: string;

  @Setting({
    label: 'Client secret',
    secret: true,
    help: 'The "API secret key" or "Client secret" of the same app. Shopify signs its webhooks with it.',
  })
  @Matches(/^\S+$/, { message: 'Client secret: the whole secret, without blanks.' })
  clientSecret!: string;

  @Setting({
    label: 'API base address',
    example: 'http://127.0.0.1:4000',
    help: 'For development. Counts only while the hub may call private addresses.',
  })
  @IsOptional()
  @IsUrl(
    { protocols: ['http', 'https'], require_protocol: true, require_tld: false },
    { message: 'API base address: an http or https address.' },
  )
  apiBaseUrl?: string;
}

/** The shop's domain as it identifies the shop: trimmed and in lower case. */
export const shopDomainOf = (connection: ShopifyConnection): string =>
  connection.shopDomain.trim().toLowerCase();

/** Lasting identity of a shop: its `myshopify.com` name, which a reinstall does not change. */
export const shopKeyOf = (connection: ShopifyConnection): string =>
  `shopify:${shopDomainOf(connection)}`;
