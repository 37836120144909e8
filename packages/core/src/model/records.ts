import type {
  Channel,
  ConsentState,
  CurrencyCode,
  Decimal,
  Instant,
  Known,
  LanguageTag,
} from './values.js';

/** Why a contact document came in; decides the tags (setting group S20). */
export const CONTACT_TRIGGERS = [
  'registration',
  'login',
  'newsletter',
  'edit',
  'purchase',
  'guestPurchase',
] as const;
export type ContactTrigger = (typeof CONTACT_TRIGGERS)[number];

export interface Address {
  street?: Known<string>;
  /** Second line; joined to the first with a space when it is sent. */
  street2?: Known<string>;
  zip?: Known<string>;
  city?: Known<string>;
  province?: Known<string>;
  /** ISO 3166-1 alpha-2. */
  country?: Known<string>;
}

export const NAMED_CONSENT_KINDS = [
  'newsletter-email',
  'newsletter-sms',
  'terms',
  'profiling',
  'custom',
] as const;

/** A consent as the store names it; `name` where it is one of the store's own. */
export interface NamedConsent {
  kind: (typeof NAMED_CONSENT_KINDS)[number];
  name?: Known<string>;
  granted: boolean;
  at?: Known<Instant>;
}

/** What a document says about consent. Absent means it says nothing, which changes nothing. */
export interface ConsentSignals {
  emailConsent?: ConsentState;
  /** When the person decided. With it an `out` is an act; without it only a change that was seen. */
  emailConsentAt?: Known<Instant>;
  mobileConsent?: ConsentState;
  mobileConsentAt?: Known<Instant>;
  /** Consents by name, for the operating mode (S50). */
  consents?: Known<NamedConsent[]>;
}

/** A person with the full data scope (D1). Identified by address; `externalId` is the store's customer id. */
export interface Contact extends ConsentSignals {
  externalId?: Known<string>;
  email?: Known<string>;
  /** The address before an e-mail change (D7), where the platform tells. */
  previousEmail?: Known<string>;
  name?: Known<string>;
  firstName?: Known<string>;
  lastName?: Known<string>;
  /** E.164 where the number could be read, else as the store wrote it. */
  phone?: Known<string>;
  fax?: Known<string>;
  company?: Known<string>;
  address?: Known<Address>;
  /** `yyyy-MM-dd`, or `--MM-dd` without a year. */
  birthDate?: Known<string>;
  registeredAt?: Known<Instant>;
  updatedAt?: Known<Instant>;
  language?: Known<LanguageTag>;
  /** True once the platform itself says that the person has bought. */
  isCustomer?: Known<boolean>;
  /** SALESmanago's word for the person, where the store knows it; else `isCustomer` decides. */
  state?: Known<'CUSTOMER' | 'PROSPECT' | 'PARTNER' | 'OTHER' | 'UNKNOWN'>;
  /** Tags the store gives the person. */
  tags?: Known<string[]>;
  /** Values a merchant mapped to properties (D14). */
  properties?: Record<string, string>;
}

/** One change of consent on one channel, as a consent webhook or a newsletter list gives it. */
export interface ConsentChange {
  externalId?: Known<string>;
  email?: Known<string>;
  phone?: Known<string>;
  channel: Channel;
  state: ConsentState;
  at?: Known<Instant>;
  updatedAt?: Known<Instant>;
  /** Of a callback: SALESmanago says something else when it is asked, and nobody knows since when. */
  isLateHint?: boolean;
}

export interface Line {
  productId?: Known<string>;
  variantId?: Known<string>;
  sku?: Known<string>;
  ean?: Known<string>;
  name?: Known<string>;
  quantity: number;
  /** What one piece costs now, tax and discounts as the platform gives them. */
  unitPrice?: Known<Decimal>;
  total?: Known<Decimal>;
}

export interface Refund {
  externalId: string;
  amount?: Known<Decimal>;
  at?: Known<Instant>;
}

export interface Order extends ConsentSignals {
  externalId: string;
  /** The number people see; differs from the id on some platforms. */
  number?: Known<string>;
  /** The platform's own word; what it means is the setting `orderStates`. */
  state: string;
  isTest?: Known<boolean>;
  placedAt: Instant;
  paidAt?: Known<Instant>;
  updatedAt?: Known<Instant>;
  cancelledAt?: Known<Instant>;
  currency: CurrencyCode;
  total: Decimal;
  email?: Known<string>;
  /** The store's customer id; absent or null is a guest. */
  customerId?: Known<string>;
  name?: Known<string>;
  firstName?: Known<string>;
  lastName?: Known<string>;
  phone?: Known<string>;
  company?: Known<string>;
  address?: Known<Address>;
  language?: Known<LanguageTag>;
  paymentMethod?: Known<string>;
  shippingMethod?: Known<string>;
  note?: Known<string>;
  /** A second reference some platforms give, such as WooCommerce's order key. */
  reference?: Known<string>;
  cartToken?: Known<string>;
  checkoutToken?: Known<string>;
  lines: Line[];
  refunds?: Known<Refund[]>;
}

/** How well the storefront tracker knows whose cart it is; the platform's own carts have none of these. */
export const CART_IDENTITIES = ['proven', 'visitor', 'claimed', 'none'] as const;
export type CartIdentity = (typeof CART_IDENTITIES)[number];

export interface Cart {
  /** The platform's cart or checkout token. */
  externalId: string;
  identity?: CartIdentity;
  email?: Known<string>;
  customerId?: Known<string>;
  /** SALESmanago contact id of a recognised visitor (`smclient`). */
  contactId?: Known<string>;
  createdAt?: Known<Instant>;
  updatedAt?: Known<Instant>;
  /** Set once the cart became an order; such a cart is not sent. */
  completedAt?: Known<Instant>;
  currency?: Known<CurrencyCode>;
  total?: Known<Decimal>;
  language?: Known<LanguageTag>;
  recoveryUrl?: Known<string>;
  consents?: Known<NamedConsent[]>;
  lines: Line[];
}

export interface Product {
  externalId: string;
  /** The parent's id when this is a variant. */
  parentId?: Known<string>;
  name?: Known<string>;
  sku?: Known<string>;
  ean?: Known<string>;
  description?: Known<string>;
  url?: Known<string>;
  imageUrl?: Known<string>;
  imageUrls?: Known<string[]>;
  mainCategory?: Known<string>;
  categories?: Known<string[]>;
  brand?: Known<string>;
  /** The regular price. */
  price?: Known<Decimal>;
  /** The lower price while there is one. */
  discountPrice?: Known<Decimal>;
  currency?: Known<CurrencyCode>;
  isAvailable?: Known<boolean>;
  /** False when the product is withdrawn. */
  isActive?: Known<boolean>;
  quantity?: Known<number>;
  updatedAt?: Known<Instant>;
  variants?: Known<Product[]>;
}

/** A person the store deleted or was told to forget. */
export interface Erasure {
  externalId?: Known<string>;
  email?: Known<string>;
  phone?: Known<string>;
}

/** A record by kind; what mappings give and rules take. */
export interface RecordByKind {
  contact: Contact;
  consent: ConsentChange;
  cart: Cart;
  order: Order;
  product: Product;
  erasure: Erasure;
}

export const RECORD_KINDS = ['contact', 'consent', 'cart', 'order', 'product', 'erasure'] as const;
export type RecordKind = (typeof RECORD_KINDS)[number];
