import type { Cart, Contact, Order, RecordByKind, RecordKind } from '../src/model/records.js';
import type { Instant } from '../src/model/values.js';
import type { DecisionInput, KnownContact, KnownState, StoreFacts } from '../src/rules/decision.js';
import { StoreSettings } from '../src/settings/store-settings.js';

/** An instant some minutes after noon of the day all rule tests play on. */
export const at = (minutes: number): Instant =>
  new Date(Date.parse('2026-11-21T12:00:00.000Z') + minutes * 60_000).toISOString();

export const NOW = at(0);

export const settings = (values: Partial<StoreSettings> = {}): StoreSettings =>
  Object.assign(new StoreSettings(), { location: 'shop_pl' }, values);

export const store = (
  values: Partial<StoreSettings> = {},
  facts: Partial<StoreFacts> = {},
): StoreFacts => ({
  shopKey: 'demo:1',
  clientId: 'client1',
  settings: settings(values),
  orderStates: {
    processing: 'purchase',
    completed: 'purchase',
    cancelled: 'cancellation',
    refunded: 'return',
    pending: 'ignore',
  },
  placedStates: ['on-hold'],
  language: 'pl',
  domain: 'shop.example',
  ...facts,
});

/** A person who was sent before; `fields` are hashes. */
export const knownContact = (values: Partial<KnownContact> = {}): KnownContact => ({
  contactId: '7c0d6a52-3f0e-4a53-9a53-0c5b1c1de001',
  fields: {},
  consent: {},
  storeConsent: {},
  ...values,
});

export const contact = (values: Partial<Contact> = {}): Contact => ({
  email: 'ada@customer.example',
  ...values,
});

export const order = (values: Partial<Order> = {}): Order => ({
  externalId: '5501',
  state: 'processing',
  placedAt: at(-60),
  paidAt: at(-55),
  updatedAt: at(-50),
  currency: 'PLN',
  total: '249.90',
  email: 'ada@customer.example',
  lines: [
    { productId: '1001', sku: 'MUG', name: 'Mug', quantity: 1, unitPrice: '49.90' },
    { productId: '1002', variantId: '77', sku: 'LAMP', name: 'Lamp, big', quantity: 2 },
  ],
  ...values,
});

export const cart = (values: Partial<Cart> = {}): Cart => ({
  externalId: 'cart-1',
  email: 'ada@customer.example',
  updatedAt: at(-1),
  currency: 'PLN',
  lines: [{ productId: '1001', name: 'Mug', quantity: 2, unitPrice: '49.90' }],
  ...values,
});

export interface Given<K extends RecordKind> extends Partial<Omit<DecisionInput<K>, 'known'>> {
  record: RecordByKind[K];
  known?: Partial<KnownState>;
}

/** A live webhook to a store with default settings, decided now, unless told otherwise. */
export const given = <K extends RecordKind>(kind: K, values: Given<K>): DecisionInput<K> => ({
  kind,
  source: 'webhook',
  store: store(),
  now: NOW,
  ...values,
  known: { effects: new Set(), ...values.known },
});
