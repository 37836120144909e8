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
} from './normalise.js';
import { Setting } from './setting.decorator.js';
import { IsFieldMapping, IsOrderStateMap } from './setting-validators.js';

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
}

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
const isTexts = (list: unknown): list is string[] =>
  Array.isArray(list) && list.every((item) => typeof item === 'string');

/**
 * Everything a tenant or a store can set. A value that is not set falls back from store to tenant to the
 * default written here; `null` for a number means "no limit of its own".
 */
export class StoreSettings {
  @Setting({
    group: 'integration',
    label: 'Integration active',
    source: 'S1',
    help: 'When off, messages are kept as filtered and an export can fetch them later.',
  })
  @IsBoolean()
  active = true;

  @Setting({
    group: 'integration',
    label: 'Location',
    source: 'S6',
    example: 'shop_pl',
    help: 'The e-store id. It must equal the location of the product catalogue in SALESmanago.',
  })
  @IsOptional()
  @Matches(LOCATION_PATTERN, {
    message: 'location: 3-36 letters, digits and underscores, not starting with a digit.',
  })
  location?: string;

  @Setting({
    group: 'account',
    label: 'Contact owner',
    source: 'S7',
    help: 'E-mail of the SALESmanago user who owns new contacts. Empty: the owner of the account.',
  })
  @IsOptional()
  @IsEmail({}, { message: 'owner: an e-mail address of a user of the account.' })
  owner?: string;

  @Setting({
    group: 'account',
    label: 'Double opt-in',
    source: 'S8',
    help: 'SALESmanago sends a confirmation e-mail to new subscribers.',
  })
  @IsBoolean()
  doubleOptIn = false;

  @Setting({
    group: 'account',
    label: 'Template id',
    source: 'S8',
    help: 'Template, account and subject: all three or none.',
  })
  @IsOptional()
  @IsString()
  @MaxLength(64)
  doubleOptInTemplateId?: string;

  @Setting({ group: 'account', label: 'E-mail account id', source: 'S8' })
  @IsOptional()
  @IsString()
  @MaxLength(64)
  doubleOptInAccountId?: string;

  @Setting({ group: 'account', label: 'Subject', source: 'S8' })
  @IsOptional()
  @IsString()
  @MaxLength(255)
  doubleOptInSubject?: string;

  @Setting({
    group: 'account',
    label: 'Confirmation mail at most once in',
    unit: 'minutes',
    source: 'S8',
  })
  @IsInt()
  @Min(0)
  @Max(10_080)
  doubleOptInWindowMinutes = 10;

  @Setting({
    group: 'account',
    label: 'Consent synchronisation',
    capability: 'consent',
    source: 'S9',
    help: 'Ask SALESmanago at each registration, and write its consent to the store.',
  })
  @IsBoolean()
  consentSync = false;

  @Setting({ group: 'account', label: 'Opt-out within 15 minutes of registration', source: 'S26' })
  @IsIn(['hold', 'sendLater'])
  earlyOptOut: 'hold' | 'sendLater' = 'hold';

  @Setting({ group: 'features', label: 'Web push form', source: 'S11' })
  @IsOptional()
  @IsString()
  @MaxLength(64)
  webPushForm?: string;

  @Setting({ group: 'features', label: 'Language', source: 'S12', example: 'pl' })
  @IsOptional()
  @Matches(/^[a-z]{2}$/, { message: 'language: two lower-case letters (ISO 639-1).' })
  language?: string;

  @Setting({ group: 'features', label: 'Logo address', source: 'S12' })
  @IsOptional()
  @IsUrl({ protocols: ['https', 'http'], require_tld: false })
  logoUrl?: string;

  @Setting({ group: 'features', label: 'Primary colour', source: 'S12', example: '#0a5cff' })
  @IsOptional()
  @Matches(/^#[0-9a-fA-F]{6}$/, { message: 'primaryColor: # and six hexadecimal digits.' })
  primaryColor?: string;

  @Setting({ group: 'features', label: 'Secondary colour', source: 'S12', example: '#f2f5ff' })
  @IsOptional()
  @Matches(/^#[0-9a-fA-F]{6}$/, { message: 'secondaryColor: # and six hexadecimal digits.' })
  secondaryColor?: string;

  @Setting({ group: 'features', label: 'Live chat', source: 'S13' })
  @IsBoolean()
  liveChat = false;

  @Setting({ group: 'features', label: 'Web push', source: 'S13' })
  @IsBoolean()
  webPush = false;

  @Setting({ group: 'features', label: 'Pop-up', source: 'S13' })
  @IsBoolean()
  popUp = false;

  @Setting({
    group: 'tags',
    label: 'Tags at registration',
    source: 'S20',
    help: 'Separated by commas. Spaces become underscores and letters capitals.',
  })
  @Tags()
  @IsArray()
  @IsString({ each: true })
  @ArrayMaxSize(50)
  registrationTags: string[] = [];

  @Setting({ group: 'tags', label: 'Tags at newsletter sign-up', source: 'S20' })
  @Tags()
  @IsArray()
  @IsString({ each: true })
  @ArrayMaxSize(50)
  newsletterTags: string[] = [];

  @Setting({ group: 'tags', label: 'Tags at purchase', source: 'S20' })
  @Tags()
  @IsArray()
  @IsString({ each: true })
  @ArrayMaxSize(50)
  purchaseTags: string[] = [];

  @Setting({ group: 'tags', label: 'Tags at guest purchase', source: 'S20' })
  @Tags()
  @IsArray()
  @IsString({ each: true })
  @ArrayMaxSize(50)
  guestPurchaseTags: string[] = [];

  @Setting({ group: 'tags', label: 'Tags at login', source: 'S20' })
  @Tags()
  @IsArray()
  @IsString({ each: true })
  @ArrayMaxSize(50)
  loginTags: string[] = [];

  @Setting({
    group: 'carts',
    label: 'Cart changes become a new event after',
    source: 'S21, S40',
    help: 'Counted from the first product in the cart.',
  })
  @IsIn(CART_WINDOWS)
  cartWindow: CartWindow = '12h';

  @Setting({ group: 'carts', label: 'When the last product is removed', source: 'S24' })
  @IsIn(['delete', 'zero', 'leave'])
  emptiedCart: 'delete' | 'zero' | 'leave' = 'delete';

  @Setting({
    group: 'carts',
    label: 'Accept claimed identity for carts',
    source: 'S32',
    help: 'For platforms that cannot sign who the shopper is.',
  })
  @IsBoolean()
  claimedCarts = false;

  @Setting({ group: 'carts', label: 'SMEVENT cookie expiry', unit: 'hours', source: 'S41' })
  @IsOptional()
  @IsNumber()
  @Min(0)
  @Max(87_600)
  smeventCookieHours: number | null = null;

  @Setting({
    group: 'carts',
    label: 'Time range in which the cart is updated on the contact card',
    unit: 'hours',
    source: 'S42',
  })
  @IsOptional()
  @IsNumber()
  @Min(0)
  @Max(87_600)
  cartUpdateHours: number | null = null;

  @Setting({
    group: 'monitoring',
    label: 'Monitoring cookie lifetime',
    unit: 'days',
    source: 'S22',
  })
  @IsInt()
  @Min(0)
  @Max(3652)
  monitoringCookieDays = 3652;

  @Setting({ group: 'monitoring', label: 'Monitoring code', source: 'S30' })
  @IsBoolean()
  monitoringCode = true;

  @Setting({ group: 'monitoring', label: 'Custom script', source: 'S30' })
  @IsBoolean()
  monitoringCustomScript = false;

  @Setting({ group: 'monitoring', label: 'Banners', source: 'S30' })
  @IsBoolean()
  monitoringBanners = false;

  @Setting({ group: 'monitoring', label: 'Pop-ups', source: 'S30' })
  @IsBoolean()
  monitoringPopups = false;

  @Setting({
    group: 'additional',
    label: 'Ignored e-mail domains',
    source: 'S23, S43, S44',
    help: 'Contacts and events of these addresses are never sent.',
    example: 'marketplace.example',
  })
  @Transform(({ value }) => domainList(value))
  @IsArray()
  @IsString({ each: true })
  @Matches(DOMAIN_PATTERN, {
    each: true,
    message: 'ignoredDomains: domains such as shop.example, separated by commas.',
  })
  @ArrayMaxSize(1000)
  ignoredDomains: string[] = [];

  @Setting({ group: 'additional', label: 'Ignore their subdomains, too', source: 'S23' })
  @IsBoolean()
  ignoredSubdomains = false;

  @Setting({ group: 'additional', label: 'When the store deletes a person', source: 'S31' })
  @IsIn(['leave', 'optOut', 'delete'])
  erasureInSalesmanago: 'leave' | 'optOut' | 'delete' = 'leave';

  @Setting({
    group: 'additional',
    label: 'Operating mode',
    source: 'S50',
    help: 'Which customers are sent. Automatic sends everyone with an opt-in that nobody gave.',
  })
  @IsIn(['automatic', 'linked-consent', 'newsletter-consent'])
  operatingMode: 'automatic' | 'linked-consent' | 'newsletter-consent' = 'linked-consent';

  @Setting({ group: 'additional', label: 'Name of the linked consent', source: 'S50' })
  @IsOptional()
  @IsString()
  @MaxLength(255)
  linkedConsentName?: string;

  @Setting({
    group: 'additional',
    label: 'Order states',
    source: 'S60',
    help: 'What a state of the store means; states not listed keep the default of the platform.',
  })
  @IsObject()
  @IsOrderStateMap()
  orderStates: Record<string, OrderMeaning> = {};

  @Setting({
    group: 'additional',
    label: 'Product identifier',
    source: 'S60',
    help: 'Must be the id that the product catalogue uses.',
  })
  @IsIn(PRODUCT_IDENTIFIERS)
  productIdentifier: ProductIdentifier = 'product';

  @Setting({ group: 'additional', label: 'Language comes from', source: 'S60' })
  @IsIn(['contact', 'store', 'none'])
  languageSource: 'contact' | 'store' | 'none' = 'contact';

  @Setting({ group: 'additional', label: 'Field mapping', source: 'S60, D14' })
  @IsArray()
  @ArrayMaxSize(50)
  @IsFieldMapping()
  fieldMapping: FieldMapping[] = [];

  @Setting({ group: 'additional', label: 'A purchase counts when the order is', source: 'S60' })
  @IsIn(['placed', 'paid'])
  purchaseOn: 'placed' | 'paid' = 'paid';

  @Setting({
    group: 'additional',
    label: 'RETURN is sent',
    source: 'S61',
    help: 'Once per order when all is returned, or once per refund.',
  })
  @IsIn(['order', 'refund'])
  returns: 'order' | 'refund' = 'order';
}

export type SettingKey = keyof StoreSettings;
