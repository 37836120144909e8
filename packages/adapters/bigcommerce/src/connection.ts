import 'reflect-metadata';
import { Setting } from '@storewire/core';
import { IsIn, IsOptional, IsUrl, Matches, ValidateIf } from 'class-validator';
import { BIGCOMMERCE_API_HOST } from './api-version.js';

const ACCOUNT = 'Settings > Store-level API accounts';
const DEVELOPER_PORTAL = 'devtools.bigcommerce.com > My apps > View client ID';
const TOGETHER = 'appClientId and appClientSecret belong together: enter both or neither.';

const hasApp = ({ appClientId, appClientSecret }: BigCommerceConnection): boolean =>
  Boolean(appClientId || appClientSecret);

/** What a merchant types in to connect a store. */
export class BigCommerceConnection {
  @Setting({
    label: 'Store hash',
    example: 'k3x9ab',
    help: 'The letters and digits behind /stores/ in the API path that BigCommerce shows with the token.',
    source: ACCOUNT,
  })
  @Matches(/^[a-z0-9]{1,40}$/, {
    message: 'storeHash: lower-case letters and digits, as in the API path.',
  })
  storeHash!: string;

  @Setting({
    label: 'Access token',
    secret: true,
    help: 'Of a store-level API account with the scopes that the guide lists.',
    source: ACCOUNT,
  })
  @Matches(/^[^\s]+$/, { message: 'accessToken: the whole token, without blanks.' })
  accessToken!: string;

  @Setting({
    label: 'Webhook secret',
    secret: true,
    help: 'Any 20 to 60 letters and digits you make up; the hub gives it to the webhooks it registers.',
  })
  @Matches(/^[A-Za-z0-9_-]{16,200}$/, {
    message: 'webhookSecret: at least 16 letters, digits, _ or -.',
  })
  webhookSecret!: string;

  @Setting({
    label: 'Client secret',
    secret: true,
    help: 'Of the same API account. BigCommerce signs webhooks with it; without it the webhook secret alone proves them.',
    source: ACCOUNT,
  })
  @IsOptional()
  @Matches(/^[^\s]+$/, { message: 'clientSecret: the whole secret, without blanks.' })
  clientSecret?: string;

  @Setting({
    label: 'App client ID',
    help: 'Of an app in the developer portal; it need not be installed. With it shoppers who are logged in are recognised.',
    source: DEVELOPER_PORTAL,
  })
  @ValidateIf(hasApp)
  @Matches(/^[A-Za-z0-9]{8,100}$/, { message: TOGETHER })
  appClientId?: string;

  @Setting({ label: 'App client secret', secret: true, source: DEVELOPER_PORTAL })
  @ValidateIf(hasApp)
  @Matches(/^[^\s]+$/, { message: TOGETHER })
  appClientSecret?: string;

  @Setting({
    label: 'Subscribers without consents',
    example: 'subscribed',
    help: 'Old newsletter subscribers have no list of consents. Empty: nothing is said about them. "subscribed": they count as opted in.',
  })
  @IsOptional()
  @IsIn(['unknown', 'subscribed'], {
    message: 'subscribersWithoutConsents: unknown or subscribed.',
  })
  subscribersWithoutConsents?: 'unknown' | 'subscribed';

  @Setting({
    label: 'Deleted subscribers',
    example: 'out',
    help: 'Empty: a subscriber who is deleted in the store says nothing. "out": it is an opt-out; do not clear the list then.',
  })
  @IsOptional()
  @IsIn(['unknown', 'out'], { message: 'deletedSubscribers: unknown or out.' })
  deletedSubscribers?: 'unknown' | 'out';

  @Setting({
    label: 'Review and cart mails after an opt-out',
    example: 'off',
    help: 'Empty: the mark for product review and abandoned cart mails stays as it is. "off": an opt-out clears it, too.',
  })
  @IsOptional()
  @IsIn(['keep', 'off'], { message: 'storeMailsAfterOptOut: keep or off.' })
  storeMailsAfterOptOut?: 'keep' | 'off';

  @Setting({
    label: 'Recovery links',
    example: 'on',
    help: 'Empty: none. "on": a CART brings a link back to the cart, good for 30 days and one visit; needs the scope store_cart.',
  })
  @IsOptional()
  @IsIn(['off', 'on'], { message: 'recoveryLinks: off or on.' })
  recoveryLinks?: 'off' | 'on';

  @Setting({
    label: 'API base address',
    example: 'http://127.0.0.1:4000',
    help: 'For development. Counts only while the hub may call private addresses.',
  })
  @IsOptional()
  @IsUrl(
    { protocols: ['http', 'https'], require_protocol: true, require_tld: false },
    { message: 'apiBaseUrl: an http or https address.' },
  )
  apiBaseUrl?: string;
}

/** `bigcommerce:` with the store hash, which neither a new token nor another name or domain changes. */
export const shopKeyOf = ({ storeHash }: BigCommerceConnection): string =>
  `bigcommerce:${storeHash}`;

/** The store's API, without a slash at the end. */
export function apiUrlOf(
  { storeHash, apiBaseUrl }: BigCommerceConnection,
  allowPrivateAddresses: boolean,
): string {
  const own = allowPrivateAddresses ? apiBaseUrl?.replace(/\/+$/, '') : undefined;
  return `${own || BIGCOMMERCE_API_HOST}/stores/${storeHash}`;
}
