import {
  type Cart,
  type ConsentChange,
  type Contact,
  defineMapping,
  type Erasure,
  type MappingRows,
  type Order,
} from '@storewire/core';

const LINE: MappingRows = {
  productId: { from: 'product_id', as: 'text' },
  name: { from: 'name', as: 'plainText' },
  quantity: { from: 'quantity', as: 'integer', required: true },
  unitPrice: { from: 'price', as: 'decimal' },
};

export const contactMapping = defineMapping<Contact>({
  externalId: { from: 'id', as: 'text', required: true },
  email: { from: 'email', as: 'email', required: true },
  name: { from: 'name', as: 'plainText' },
  phone: { from: 'phone', as: 'phone' },
  registeredAt: { from: 'created_at', as: 'utcInstant' },
  updatedAt: { from: 'updated_at', as: 'utcInstant', required: true },
  emailConsent: { from: 'newsletter', as: 'consentFlag' },
  emailConsentAt: { from: 'newsletter_at', as: 'utcInstant' },
});

export const consentMapping = defineMapping<ConsentChange>({
  externalId: { from: 'contact_id', as: 'text' },
  email: { from: 'email', as: 'email', required: true },
  channel: { from: 'channel', as: 'text', required: true },
  state: { from: 'newsletter', as: 'consentFlag', required: true },
  at: { from: 'newsletter_at', as: 'utcInstant' },
});

export const cartMapping = defineMapping<Cart>({
  externalId: { from: 'id', as: 'text', required: true },
  email: { from: 'email', as: 'email' },
  createdAt: { from: 'created_at', as: 'utcInstant' },
  updatedAt: { from: 'updated_at', as: 'utcInstant' },
  currency: { from: 'currency', as: 'currencyCode' },
  total: { from: 'total', as: 'decimal' },
  lines: { each: 'lines', map: LINE },
});

export const orderMapping = defineMapping<Order>({
  externalId: { from: 'id', as: 'text', required: true },
  state: { from: 'state', as: 'text', required: true },
  placedAt: { from: 'created_at', as: 'utcInstant', required: true },
  paidAt: { from: 'paid_at', as: 'utcInstant' },
  updatedAt: { from: 'updated_at', as: 'utcInstant' },
  currency: { from: 'currency', as: 'currencyCode', required: true },
  total: { from: 'total', as: 'decimal', required: true },
  email: { from: 'email', as: 'email' },
  phone: { from: 'phone', as: 'phone' },
  lines: { each: 'lines', map: LINE },
});

export const erasureMapping = defineMapping<Erasure>({
  externalId: { from: 'contact_id', as: 'text' },
  email: { from: 'email', as: 'email' },
});
