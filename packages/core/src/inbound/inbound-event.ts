/** What happened in the store, as the inbound event contract names it. */
export const INBOUND_EVENT_TYPES = [
  'contact.registered',
  'contact.logged_in',
  'contact.updated',
  'contact.newsletter_subscribed',
  'contact.newsletter_unsubscribed',
  'cart.updated',
  'cart.emptied',
  'order.placed',
  'order.paid',
  'order.cancelled',
] as const;
export type InboundEventType = (typeof INBOUND_EVENT_TYPES)[number];

/** One event of the inbound contract, version 1, as `INBOUND_EVENT_SCHEMA` describes it in full. */
export interface InboundEvent {
  /** Unique per store; the same id again changes nothing. */
  readonly id: string;
  readonly type: InboundEventType;
  /** RFC 3339 with an offset. */
  readonly occurredAt: string;
  readonly contact?: InboundContact;
  /** SALESmanago's contact id: the value of the cookie `smclient`. */
  readonly visitorId?: string;
  readonly consents?: readonly InboundConsent[];
  readonly cart?: InboundCart;
  readonly order?: InboundOrder;
}

export interface InboundContact {
  readonly externalId?: string;
  readonly email: string;
  readonly name?: string;
  readonly phone?: string;
  readonly company?: string;
  readonly address?: {
    readonly street?: string;
    readonly zipCode?: string;
    readonly city?: string;
    readonly province?: string;
    /** ISO 3166-1 alpha-2. */
    readonly country?: string;
  };
  /** `yyyy-MM-dd`. */
  readonly birthDate?: string;
  readonly createdAt?: string;
  readonly state?: 'CUSTOMER' | 'PROSPECT' | 'PARTNER' | 'OTHER' | 'UNKNOWN';
  readonly tags?: readonly string[];
}

export interface InboundConsent {
  readonly kind: 'newsletter-email' | 'newsletter-sms' | 'terms' | 'profiling' | 'custom';
  /** As the store names it; required for `custom`. */
  readonly name?: string;
  readonly granted: boolean;
  readonly at: string;
  readonly source?: string;
  readonly ip?: string;
  readonly textVersion?: string;
}

/** Amounts are gross decimal text. */
export interface InboundLine {
  readonly productId: string;
  readonly variantId?: string;
  readonly name?: string;
  readonly quantity: number;
  readonly unitPrice?: string;
  readonly url?: string;
  readonly imageUrl?: string;
  readonly category?: string;
}

/** The whole cart after the change. */
export interface InboundCart {
  readonly id?: string;
  readonly currency: string;
  readonly total?: string;
  readonly lines: readonly InboundLine[];
  /** Brings the cart back. */
  readonly url?: string;
}

export interface InboundOrder {
  readonly id: string;
  readonly number?: string;
  readonly currency: string;
  readonly total: string;
  readonly shippingCost?: string;
  readonly discountCode?: string;
  readonly paymentMethod?: string;
  readonly shippingMethod?: string;
  readonly paidAt?: string;
  readonly status?: string;
  readonly lines: readonly InboundLine[];
}

/** Most events of one delivery. */
export const MAX_INBOUND_EVENTS = 100;
/** Most bytes of one delivery. */
export const MAX_INBOUND_BYTES = 512 * 1024;
