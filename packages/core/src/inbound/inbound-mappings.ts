import { defineMapping, type Mapping, type MappingRows } from '../mapping/mapping.js';
import type { Cart, ConsentChange, Contact, Order, RecordByKind } from '../model/records.js';
import type { OrderMeaning } from '../settings/store-settings.js';

/** A consent is never inferred: a box left unticked at a registration or an order says nothing. */
const consent: MappingRows = {
  emailConsent: { from: '$', as: 'inboundEmailConsent' },
  emailConsentAt: { from: '$', as: 'inboundEmailConsentAt' },
  mobileConsent: { from: '$', as: 'inboundMobileConsent' },
  mobileConsentAt: { from: '$', as: 'inboundMobileConsentAt' },
  consents: {
    each: 'consents',
    map: {
      kind: { from: 'kind', as: 'text', required: true },
      name: { from: 'name', as: 'plainText' },
      granted: { from: 'granted', as: 'flag', required: true },
      at: { from: 'at', as: 'isoInstant' },
    },
  },
};

const person: MappingRows = {
  email: { from: 'contact.email', as: 'email' },
  name: { from: 'contact.name', as: 'plainText' },
  phone: { from: 'contact.phone', as: 'phone' },
  company: { from: 'contact.company', as: 'plainText' },
  address: {
    from: 'contact.address',
    map: {
      street: { from: 'street', as: 'plainText' },
      zip: { from: 'zipCode', as: 'text' },
      city: { from: 'city', as: 'plainText' },
      province: { from: 'province', as: 'plainText' },
      country: { from: 'country', as: 'countryCode' },
    },
  },
};

const line: MappingRows = {
  productId: { from: 'productId', as: 'text' },
  variantId: { from: 'variantId', as: 'text' },
  name: { from: 'name', as: 'plainText' },
  quantity: { from: 'quantity', as: 'quantity', required: true },
  unitPrice: { from: 'unitPrice', as: 'decimal' },
};

const contact = defineMapping<Contact>({
  ...person,
  ...consent,
  externalId: { from: 'contact.externalId', as: 'text' },
  birthDate: { from: 'contact.birthDate', as: 'calendarDate' },
  registeredAt: { from: 'contact.createdAt', as: 'isoInstant' },
  updatedAt: { from: 'occurredAt', as: 'isoInstant' },
  state: { from: 'contact.state', as: 'text' },
  tags: { from: 'contact.tags', as: 'textList' },
});

const consentChange = defineMapping<ConsentChange>({
  externalId: { from: 'contact.externalId', as: 'text' },
  email: { from: 'contact.email', as: 'email' },
  channel: { from: 'channel', as: 'text', required: true },
  state: { from: 'state', as: 'text', required: true },
  at: { from: 'occurredAt', as: 'isoInstant' },
  updatedAt: { from: 'occurredAt', as: 'isoInstant' },
});

const cart = defineMapping<Cart>({
  externalId: {
    from: ['cart.id', 'visitorId', 'contact.externalId', 'id'],
    as: 'text',
    required: true,
  },
  email: { from: 'contact.email', as: 'email' },
  customerId: { from: 'contact.externalId', as: 'text' },
  contactId: { from: 'visitorId', as: 'text' },
  updatedAt: { from: 'occurredAt', as: 'isoInstant' },
  currency: { from: 'cart.currency', as: 'currencyCode' },
  total: { from: 'cart.total', as: 'decimal' },
  recoveryUrl: { from: 'cart.url', as: 'text' },
  consents: consent.consents,
  lines: { each: 'cart.lines', map: line, required: true },
});

const order = defineMapping<Order>({
  ...person,
  ...consent,
  externalId: { from: 'order.id', as: 'text', required: true },
  number: { from: 'order.number', as: 'text' },
  // What happened is the state; the store's own word (`order.status`) is for people.
  state: { from: 'type', as: 'text', required: true },
  placedAt: { from: 'occurredAt', as: 'isoInstant', required: true },
  paidAt: { from: 'order.paidAt', as: 'isoInstant' },
  updatedAt: { from: 'occurredAt', as: 'isoInstant' },
  cancelledAt: { from: 'cancelledAt', as: 'isoInstant' },
  currency: { from: 'order.currency', as: 'currencyCode', required: true },
  total: { from: 'order.total', as: 'decimal', required: true },
  customerId: { from: 'contact.externalId', as: 'text' },
  paymentMethod: { from: 'order.paymentMethod', as: 'plainText' },
  shippingMethod: { from: 'order.shippingMethod', as: 'plainText' },
  lines: { each: 'order.lines', map: line, required: true },
});

/** What inbound events and imported rows become, whatever the platform of the store is. */
export const INBOUND_MAPPINGS: {
  readonly [K in 'contact' | 'consent' | 'cart' | 'order']: Mapping<RecordByKind[K]>;
} = { contact, consent: consentChange, cart, order };

/** What the order events mean where the setting `orderStates` says nothing else. */
export const INBOUND_ORDER_STATES: Readonly<Record<string, OrderMeaning>> = {
  'order.placed': 'ignore',
  'order.paid': 'purchase',
  'order.cancelled': 'cancellation',
};

/** A purchase where `purchaseOn` is `placed`. */
export const INBOUND_PLACED_STATES: readonly string[] = ['order.placed'];
