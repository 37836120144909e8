import { Transform } from 'class-transformer';
import {
  ArrayMaxSize,
  IsArray,
  IsBoolean,
  IsEmail,
  IsIn,
  IsInt,
  IsNumber,
  IsObject,
  IsOptional,
  IsString,
  IsUrl,
  Matches,
  Max,
  MaxLength,
  Min,
} from 'class-validator';
import {
  DOMAIN_PATTERN,
  LOCATION_PATTERN,
  listOf,
  normaliseDomain,
  normaliseTags,
  proposeLocation,
} from './normalise.js';
import { IsFieldMapping, IsOrderStateMap } from './setting-validators.js';
import { StoreSetting } from './store-setting.decorator.js';

export const CART_WINDOWS = [
  'always-new',
  '15m',
  '1h',
  '4h',
  '12h',
  '7d',
  'always-update',
] as const;
export type CartWindow = (typeof CART_WINDOWS)[number];

export const ORDER_MEANINGS = ['purchase', 'cancellation', 'return', 'ignore'] as const;
export type OrderMeaning = (typeof ORDER_MEANINGS)[number];

export const PRODUCT_IDENTIFIERS = ['product', 'variant', 'sku', 'ean'] as const;
export type ProductIdentifier = (typeof PRODUCT_IDENTIFIERS)[number];

/** A store attribute sent as something else: a property, an event detail, a tag or Key Information. */
export interface FieldMapping {
  /** Path in the raw document. */
  from: string;
  to: 'property' | 'detail' | 'tag' | 'keyInformation';
  /** Property or key name; the number of the detail; the tag's prefix. */
  name: string;
  /** For a detail: also where the event has a value of its own there. */
  overwrite?: boolean;
}

/** The rule with a location that fits, made from what was entered. */
const locationRule = (value: unknown): string => {
  const fits =
    typeof value === 'string' && value.trim() ? `; ${proposeLocation(value)} would fit` : '';
  return `location: 3-36 letters, digits and underscores, not starting with a digit${fits}.`;
};

const Tags = () => Transform(({ value }) => tagList(value));
const tagList = (value: unknown): unknown => {
  const list = listOf(value);
  return isTexts(list) ? normaliseTags(list.flatMap((tag) => tag.split(','))) : list;
};
/** What is no domain stays as it was written, for the validator to refuse. */
const domainList = (value: unknown): unknown => {
  const list = listOf(value);
  if (!isTexts(list)) return list;
  const domains = list.flatMap((text) => text.split(',')).filter((text) => text.trim() !== '');
  return [...new Set(domains.map((domain) => normaliseDomain(domain) || domain))];
};
const addressList = (value: unknown): unknown => {
  const list = listOf(value);
  if (!isTexts(list)) return list;
  const addresses = list.flatMap((text) => text.split(',')).map((text) => text.trim());
  return [...new Set(addresses.filter((address) => address !== ''))];
};
const isTexts = (list: unknown): list is string[] =>
  Array.isArray(list) && list.every((item) => typeof item === 'string');

/**
 * Everything a tenant or a store can set. A value that is not set falls back from store to tenant to the
 * default written here; `null` for a number means "no limit of its own".
 */
export class StoreSettings {
  @StoreSetting({ group: 'integration', source: 'S1' })
  @IsBoolean()
  active = true;

  @StoreSetting({ group: 'integration', source: 'S6', example: 'shop_pl' })
  @IsOptional()
  @Matches(LOCATION_PATTERN, { message: ({ value }) => locationRule(value) })
  location?: string;

  @StoreSetting({ group: 'account', source: 'S7' })
  @IsOptional()
  @IsEmail({}, { message: 'owner: an e-mail address of a user of the account.' })
  owner?: string;

  @StoreSetting({ group: 'account', source: 'S8' })
  @IsBoolean()
  doubleOptIn = false;

  @StoreSetting({ group: 'account', source: 'S8' })
  @IsOptional()
  @IsString()
  @MaxLength(64)
  doubleOptInTemplateId?: string;

  @StoreSetting({ group: 'account', source: 'S8' })
  @IsOptional()
  @IsString()
  @MaxLength(64)
  doubleOptInAccountId?: string;

  @StoreSetting({ group: 'account', source: 'S8' })
  @IsOptional()
  @IsString()
  @MaxLength(255)
  doubleOptInSubject?: string;

  @StoreSetting({ group: 'account', unit: 'minutes', source: 'S8' })
  @IsInt()
  @Min(0)
  @Max(10_080)
  doubleOptInWindowMinutes = 10;

  @StoreSetting({ group: 'account', capability: 'consent.writeBack', source: 'S9' })
  @IsBoolean()
  consentSync = false;

  @StoreSetting({ group: 'account', capability: 'consent', source: 'S26' })
  @IsIn(['hold', 'sendLater'])
  earlyOptOut: 'hold' | 'sendLater' = 'hold';

  @StoreSetting({ group: 'features', source: 'S11' })
  @IsOptional()
  @IsString()
  @MaxLength(64)
  webPushForm?: string;

  @StoreSetting({ group: 'features', source: 'S12', example: 'pl' })
  @IsOptional()
  @Matches(/^[a-z]{2}$/, { message: 'language: two lower-case letters (ISO 639-1).' })
  language?: string;

  @StoreSetting({ group: 'features', source: 'S12' })
  @IsOptional()
  @IsUrl({ protocols: ['https', 'http'], require_protocol: true, require_tld: false })
  logoUrl?: string;

  @StoreSetting({ group: 'features', source: 'S12', example: '#0a5cff' })
  @IsOptional()
  @Matches(/^#[0-9a-fA-F]{6}$/, { message: 'primaryColor: # and six hexadecimal digits.' })
  primaryColor?: string;

  @StoreSetting({ group: 'features', source: 'S12', example: '#f2f5ff' })
  @IsOptional()
  @Matches(/^#[0-9a-fA-F]{6}$/, { message: 'secondaryColor: # and six hexadecimal digits.' })
  secondaryColor?: string;

  @StoreSetting({ group: 'features', source: 'S13' })
  @IsBoolean()
  liveChat = false;

  @StoreSetting({ group: 'features', source: 'S13' })
  @IsBoolean()
  webPush = false;

  @StoreSetting({ group: 'features', source: 'S13' })
  @IsBoolean()
  popUp = false;

  @StoreSetting({ group: 'tags', source: 'S20' })
  @Tags()
  @IsArray()
  @IsString({ each: true })
  @ArrayMaxSize(50)
  registrationTags: string[] = [];

  @StoreSetting({ group: 'tags', source: 'S20' })
  @Tags()
  @IsArray()
  @IsString({ each: true })
  @ArrayMaxSize(50)
  newsletterTags: string[] = [];

  @StoreSetting({ group: 'tags', source: 'S20' })
  @Tags()
  @IsArray()
  @IsString({ each: true })
  @ArrayMaxSize(50)
  purchaseTags: string[] = [];

  @StoreSetting({ group: 'tags', source: 'S20' })
  @Tags()
  @IsArray()
  @IsString({ each: true })
  @ArrayMaxSize(50)
  guestPurchaseTags: string[] = [];

  @StoreSetting({ group: 'tags', source: 'S20' })
  @Tags()
  @IsArray()
  @IsString({ each: true })
  @ArrayMaxSize(50)
  loginTags: string[] = [];

  @StoreSetting({ group: 'carts', source: 'S21, S40' })
  @IsIn(CART_WINDOWS)
  cartWindow: CartWindow = '12h';

  @StoreSetting({ group: 'carts', source: 'S24' })
  @IsIn(['delete', 'zero', 'leave'])
  emptiedCart: 'delete' | 'zero' | 'leave' = 'delete';

  @StoreSetting({ group: 'carts', source: 'S32' })
  @IsBoolean()
  claimedCarts = false;

  @StoreSetting({ group: 'carts', unit: 'hours', source: 'S41' })
  @IsOptional()
  @IsNumber()
  @Min(0)
  @Max(87_600)
  smeventCookieHours: number | null = null;

  @StoreSetting({ group: 'carts', unit: 'hours', source: 'S42' })
  @IsOptional()
  @IsNumber()
  @Min(0)
  @Max(87_600)
  cartUpdateHours: number | null = null;

  @StoreSetting({ group: 'monitoring', unit: 'days', source: 'S22' })
  @IsInt()
  @Min(0)
  @Max(3652)
  monitoringCookieDays = 3652;

  @StoreSetting({ group: 'monitoring', source: 'S30' })
  @IsBoolean()
  monitoringCode = true;

  @StoreSetting({ group: 'monitoring', source: 'S30' })
  @IsBoolean()
  monitoringPlacedByHub = true;

  @StoreSetting({ group: 'monitoring', source: 'S30' })
  @IsBoolean()
  monitoringCustomScript = false;

  @StoreSetting({ group: 'monitoring', source: 'S30' })
  @IsBoolean()
  monitoringBanners = false;

  @StoreSetting({ group: 'monitoring', source: 'S30' })
  @IsBoolean()
  monitoringPopups = false;

  @StoreSetting({ group: 'monitoring', source: 'S30', example: 'https://shop.example' })
  @Transform(({ value }) => addressList(value))
  @IsArray()
  @IsUrl(
    { protocols: ['https', 'http'], require_protocol: true, require_tld: false },
    { each: true, message: 'storefrontUrls: addresses such as https://shop.example.' },
  )
  @ArrayMaxSize(50)
  storefrontUrls: string[] = [];

  @StoreSetting({ group: 'monitoring', source: 'S30', example: 'cookie_marketing' })
  @IsOptional()
  @Matches(/^(?!none$|platform$)[A-Za-z0-9_.-]{1,64}$/, {
    message: 'trackerConsentCookie: the name of a cookie, letters, digits, dots, - and _.',
  })
  trackerConsentCookie?: string;

  @StoreSetting({ group: 'monitoring', source: 'S30', example: '/storewire/identity' })
  @IsOptional()
  @Matches(/^\/(?!\/)[\w./?=&%~-]{0,511}$/, {
    message: 'trackerIdentityPath: a path on the shop’s own host, beginning with one slash.',
  })
  trackerIdentityPath?: string;

  @StoreSetting({ group: 'additional', source: 'S23, S43, S44', example: 'marketplace.example' })
  @Transform(({ value }) => domainList(value))
  @IsArray()
  @IsString({ each: true })
  @Matches(DOMAIN_PATTERN, {
    each: true,
    message: 'ignoredDomains: domains such as shop.example, separated by commas.',
  })
  @ArrayMaxSize(1000)
  ignoredDomains: string[] = [];

  @StoreSetting({ group: 'additional', source: 'S23' })
  @IsBoolean()
  ignoredSubdomains = false;

  @StoreSetting({ group: 'additional', source: 'S31' })
  @IsIn(['leave', 'optOut', 'delete'])
  erasureInSalesmanago: 'leave' | 'optOut' | 'delete' = 'leave';

  @StoreSetting({ group: 'additional', source: 'S50' })
  @IsIn(['automatic', 'linked-consent', 'newsletter-consent'])
  operatingMode: 'automatic' | 'linked-consent' | 'newsletter-consent' = 'linked-consent';

  @StoreSetting({ group: 'additional', source: 'S50' })
  @IsOptional()
  @IsString()
  @MaxLength(255)
  linkedConsentName?: string;

  @StoreSetting({ group: 'additional', source: 'S60' })
  @IsObject()
  @IsOrderStateMap()
  orderStates: Record<string, OrderMeaning> = {};

  @StoreSetting({ group: 'additional', source: 'S60' })
  @IsIn(PRODUCT_IDENTIFIERS)
  productIdentifier: ProductIdentifier = 'product';

  @StoreSetting({ group: 'additional', source: 'S60' })
  @IsIn(['contact', 'store', 'none'])
  languageSource: 'contact' | 'store' | 'none' = 'contact';

  @StoreSetting({ group: 'additional', source: 'S60, D14' })
  @IsArray()
  @ArrayMaxSize(50)
  @IsFieldMapping()
  fieldMapping: FieldMapping[] = [];

  @StoreSetting({ group: 'additional', source: 'S60' })
  @IsIn(['placed', 'paid'])
  purchaseOn: 'placed' | 'paid' = 'paid';

  @StoreSetting({ group: 'additional', source: 'S61' })
  @IsIn(['order', 'refund'])
  returns: 'order' | 'refund' = 'order';
}

export type SettingKey = keyof StoreSettings;
