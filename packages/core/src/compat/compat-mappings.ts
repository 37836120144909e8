import { defineMapping, type Mapping, type MappingRows } from '../mapping/mapping.js';
import type { Cart, Contact, Order, RecordByKind } from '../model/records.js';

const contact = defineMapping<Contact>({
  externalId: { from: 'contact.externalId', as: 'text' },
  email: { from: ['newEmail', 'contact.email'], as: 'email', required: true },
  previousEmail: { from: 'contact.email', as: 'email' },
  name: { from: 'contact.name', as: 'plainText' },
  phone: { from: 'contact.phone', as: 'phone' },
  fax: { from: 'contact.fax', as: 'text' },
  company: { from: 'contact.company', as: 'plainText' },
  address: {
    from: 'contact.address',
    map: {
      street: { from: 'streetAddress', as: 'plainText' },
      zip: { from: 'zipCode', as: 'text' },
      city: { from: 'city', as: 'plainText' },
      country: { from: 'country', as: 'countryCode' },
    },
  },
  birthDate: { from: 'birthday', as: 'compactDate' },
  language: { from: 'lang', as: 'languageTag' },
  state: { from: 'contact.state', as: 'text' },
  tags: { from: 'tags', as: 'textList' },
  properties: { from: 'properties', as: 'textRecord' },
  emailConsent: { from: '$', as: 'compatEmailConsent' },
  emailConsentAt: { from: '$', as: 'compatEmailConsentAt' },
  mobileConsent: { from: '$', as: 'compatMobileConsent' },
  mobileConsentAt: { from: '$', as: 'compatMobileConsentAt' },
});

const lines: MappingRows = { productId: { from: 'productId', as: 'text' } };

const cart = defineMapping<Cart>({
  externalId: {
    from: ['contactEvent.externalId', 'email', 'contactId'],
    as: 'text',
    required: true,
  },
  email: { from: 'email', as: 'email' },
  contactId: { from: 'contactId', as: 'text' },
  updatedAt: { from: ['contactEvent.date', 'receivedAt'], as: 'epochMillisToInstant' },
  total: { from: 'contactEvent.value', as: 'decimal' },
  recoveryUrl: { from: 'contactEvent.description', as: 'text' },
  lines: { each: 'lines', map: lines, required: true },
});

const order = defineMapping<Order>({
  externalId: { from: 'contactEvent.externalId', as: 'text', required: true },
  state: { from: 'state', as: 'text', required: true },
  placedAt: {
    from: ['contactEvent.date', 'receivedAt'],
    as: 'epochMillisToInstant',
    required: true,
  },
  paidAt: { from: 'contactEvent.date', as: 'epochMillisToInstant' },
  cancelledAt: { from: 'contactEvent.date', as: 'epochMillisToInstant' },
  total: { from: 'contactEvent.value', as: 'decimal', required: true },
  email: { from: 'email', as: 'email' },
  paymentMethod: { from: 'contactEvent.description', as: 'plainText' },
  lines: { each: 'lines', map: lines, required: true },
});

/** What SALESmanago-style calls become, whatever the platform of the store is. */
export const COMPAT_MAPPINGS: {
  readonly [K in 'contact' | 'cart' | 'order']: Mapping<RecordByKind[K]>;
} = { contact, cart, order };
